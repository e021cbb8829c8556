@NullMarked
package cn.laohekou.hub.connector.file;

import org.jspecify.annotations.NullMarked;
