package cn.laohekou.hub.cli.sandbox;

import java.util.List;

/**
 * A demo account of the sandbox.
 *
 * @param user user name
 * @param department unified social credit code
 * @param roles realm roles
 * @param placeholder name of the variable that stands for the password in the realm file
 * @param password generated per home
 */
record DemoPerson(String user, String department, List<String> roles, String placeholder, String password) {

    boolean has(String role) {
        return roles.contains(role);
    }

    @Override
    public String toString() {
        return "DemoPerson[" + user + "]";
    }
}
