package cn.laohekou.hub.runtime.registry;

import static cn.laohekou.hub.runtime.registry.RegistryFixture.CITY_OPERATOR;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.SECURITY;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.by;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SystemOutboxTest {

    private final Clients clients = new Clients();
    private RegistryFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new RegistryFixture().withCity();
    }

    @AfterEach
    void stop() throws SQLException {
        fixture.close();
    }

    /** An identity server that can be down. */
    private static final class Clients implements SystemClients {

        private final List<Wanted> ensured = new ArrayList<>();
        private boolean down;

        @Override
        public void ensure(Wanted wanted) throws NotReached {
            if (down) {
                throw new NotReached("down");
            }
            ensured.add(wanted);
        }

        @Override
        public void expireSecret(String client) {}

        @Override
        public String newSecret(String client) {
            return "";
        }
    }

    private SystemOutbox after(Duration since) {
        return new SystemOutbox(fixture.runtime, clients, Clock.offset(Clock.systemUTC(), since));
    }

    @Test
    void aRegisteredSystemIsCarriedOverOnce() throws Exception {
        assertThat(after(Duration.ZERO).run()).isZero();
        assertThat(after(Duration.ofHours(1)).run()).isZero();

        assertThat(clients.ensured)
                .containsExactly(new SystemClients.Wanted(
                        "city-operation", "city-operation", "一网统管", RegistryFixture.CITY, true, false, null, null));
    }

    @Test
    void whatTheIdentityServerDidNotTakeIsTriedAgainLater() throws Exception {
        clients.down = true;
        assertThat(after(Duration.ZERO).run()).isEqualTo(1);
        clients.down = false;
        assertThat(after(Duration.ZERO).run()).as("not at once").isEqualTo(1);

        assertThat(after(Duration.ofMinutes(6)).run()).isZero();
        assertThat(clients.ensured).hasSize(1);
    }

    @Test
    void whatIsCarriedOverIsThePresentState() throws Exception {
        clients.down = true;
        after(Duration.ZERO).run();
        fixture.registry.systems().enable(by(SECURITY), "city-operation", false);
        clients.down = false;

        after(Duration.ofMinutes(6)).run();

        assertThat(clients.ensured).extracting(SystemClients.Wanted::enabled).containsOnly(false);
    }

    @Test
    void theSameRegistrationAgainCarriesNothingOver() throws Exception {
        after(Duration.ZERO).run();

        fixture.registry
                .systems()
                .write(by(CITY_OPERATOR), RegistryFixture.json("{'id':'city-operation','name':'一网统管'}"), null);
        after(Duration.ofHours(1)).run();

        assertThat(clients.ensured).hasSize(1);
    }
}
