package cn.laohekou.hub.connector.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://h/db?socketFactory=org.example.Evil&socketFactoryArg=x",
                "jdbc:postgresql://h/db?sslfactory=org.example.Evil",
                "jdbc:postgresql://h/db?sslrootcert=/etc/passwd",
                "jdbc:postgresql://h/db?user=a&password=b",
                "jdbc:postgresql://a,b/db",
                "jdbc:postgresql://user:secret@h/db",
                "jdbc:postgresql:db",
                "jdbc:mariadb://h/db?allowLocalInfile=true",
                "jdbc:mysql://h/db?autoDeserialize=true",
                "jdbc:mysql://h/db?allowUrlInLocalInfile=true",
                "jdbc:mariadb:replication://a,b/db",
                "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'http://h/x'",
                "jdbc:oracle:thin:@ldap://h/x",
                "jdbc:dm://h/db?logDir=/tmp",
                "jdbc:sqlite:/etc/passwd",
                "jdbc:postgresql://h:99999/db",
                "jdbc:postgresql://h/db/../x",
                ""
            })
    void whatLoadsFilesOrClassesOrGoesElsewhereIsRefusedWithoutBeingRepeated(String url) {
        assertThatThrownBy(() -> JdbcAddress.parse(url))
                .isInstanceOfSatisfying(
                        ConnectorFault.class,
                        fault -> assertThat(fault.code()).isEqualTo(FaultCode.CONNECTOR_MISCONFIGURED))
                .message()
                .doesNotContain("secret", "Evil");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://front.example/db, postgresql, front.example, 5432, jdbc:postgresql://10.0.0.1:5432/db",
        "jdbc:postgresql://h:6000/db?currentSchema=a, postgresql, h, 6000, jdbc:postgresql://10.0.0.1:6000/db?currentSchema=a",
        "jdbc:mysql://h/db, mariadb, h, 3306, jdbc:mariadb://10.0.0.1:3306/db",
        "jdbc:kingbase8://h/db, kingbase8, h, 54321, jdbc:kingbase8://10.0.0.1:54321/db",
        "jdbc:dm://h/db?schema=a, dm, h, 5236, jdbc:dm://10.0.0.1:5236/db?schema=a",
        "jdbc:oracle:thin:@//h:1522/orcl, oracle, h, 1522, jdbc:oracle:thin:@//10.0.0.1:1522/orcl"
    })
    void theDriverGetsAnAddressTheHubWroteItself(String url, String product, String host, int port, String written)
            throws ConnectorFault {
        JdbcAddress address = JdbcAddress.parse(url);

        assertThat(address.product()).isEqualTo(product);
        assertThat(address.host()).isEqualTo(host);
        assertThat(address.port()).isEqualTo(port);
        assertThat(address.to("10.0.0.1")).isEqualTo(written);
    }

    @Test
    void anAddressOfIpv6IsWrittenInBrackets() throws ConnectorFault {
        assertThat(JdbcAddress.parse("jdbc:postgresql://[::1]:5432/db").to("0:0:0:0:0:0:0:1"))
                .isEqualTo("jdbc:postgresql://[0:0:0:0:0:0:0:1]:5432/db");
    }
}
