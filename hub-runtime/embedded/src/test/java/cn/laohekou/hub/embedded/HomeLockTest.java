package cn.laohekou.hub.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {

    @Test
    void aHomeInUseIsRefusedUntilItIsGivenBack(@TempDir Path folder) throws Exception {
        Path home = folder.resolve("home");
        HomeLock first = HomeLock.take(home, "hub.lock");

        assertThatThrownBy(() -> HomeLock.take(home, "hub.lock"))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("HUB_HOME");

        first.close();
        HomeLock.take(home, "hub.lock").close();
    }

    @Test
    void theEndOfTheParentIsNoticed() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        PipedOutputStream parent = new PipedOutputStream();
        ParentWatch.start(new PipedInputStream(parent), gone::countDown);

        parent.write(1);
        assertThat(gone.getCount()).isEqualTo(1);
        parent.close();

        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aParentThatIsGoneAlreadyIsNoticedToo() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        ParentWatch.start(new ByteArrayInputStream(new byte[0]), gone::countDown);
        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
