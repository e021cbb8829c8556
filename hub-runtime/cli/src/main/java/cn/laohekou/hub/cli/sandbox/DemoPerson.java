package cn.laohekou.hub.cli.sandbox;

import cn.laohekou.hub.cli.api.SecurityKey;
import cn.laohekou.hub.embedded.CannotStart;
import java.nio.file.Path;
import java.util.List;

/**
 * A demo account of the sandbox.
 *
 * @param user user name
 * @param department unified social credit code
 * @param roles realm roles
 * @param placeholder name of the variable that stands for the password in the realm file
 * @param password generated per home
 * @param keyFile file of a security key in software, generated per home: the second factor of approvals
 */
record DemoPerson(
        String user, String department, List<String> roles, String placeholder, String password, Path keyFile) {

    boolean has(String role) {
        return roles.contains(role);
    }

    /** The person's security key. */
    SecurityKey key() throws CannotStart {
        return SecurityKey.readOrCreate(keyFile);
    }

    @Override
    public String toString() {
        return "DemoPerson[" + user + "]";
    }
}
