/** Camel components over files: each exchange is one bounded piece of work in a directory or on an SFTP server. */
@NullMarked
package cn.laohekou.hub.connector.file;

import org.jspecify.annotations.NullMarked;
