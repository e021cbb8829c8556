package cn.laohekou.hub.runtime.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.embedded.CannotStart;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubBrokerTest {

    @TempDir
    Path folder;

    @Test
    void itIsActiveWhenStartReturnsAndComesBackOnItsJournal() throws Exception {
        HubBroker broker = HubBroker.start(folder.resolve("broker"));
        assertThat(broker.isActive()).isTrue();
        broker.close();
        assertThat(broker.isActive()).isFalse();

        HubBroker again = HubBroker.start(folder.resolve("broker"));
        assertThat(again.isActive()).isTrue();
        again.close();
    }

    @Test
    void aBrokerThatCannotStartIsFatal() throws Exception {
        Path file = Files.writeString(folder.resolve("broker"), "in the way");

        assertThatThrownBy(() -> HubBroker.start(file)).isInstanceOf(CannotStart.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"journalSyncTransactional", "journalSyncNonTransactional", "persistenceEnabled"})
    void aJournalThatDoesNotSyncIsRefusedWhoeverSwitchedItOff(String setting) {
        String property = "brokerconfig." + setting;
        System.setProperty(property, "false");
        try {
            assertThatThrownBy(() -> HubBroker.start(folder.resolve("broker")))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("journal");
        } finally {
            System.clearProperty(property);
        }
    }

    @Test
    void everyOneOfTheFourSettingsCounts() throws CannotStart {
        HubBroker.checkDurable(new ConfigurationImpl());
        refused(new ConfigurationImpl().setJournalDatasync(false));
        refused(new ConfigurationImpl().setJournalSyncTransactional(false));
        refused(new ConfigurationImpl().setJournalSyncNonTransactional(false));
        refused(new ConfigurationImpl().setPersistenceEnabled(false));
    }

    private static void refused(Configuration configuration) {
        assertThatThrownBy(() -> HubBroker.checkDurable(configuration)).isInstanceOf(CannotStart.class);
    }
}
