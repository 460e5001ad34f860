package io.collabee.impl.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.collabee.DocumentId;
import io.collabee.Keeping;
import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.history.HistorySettings;
import io.collabee.impl.history.LoggedHistory;
import io.collabee.impl.host.BlockingDocuments;
import io.collabee.impl.host.BlockingPast;
import io.collabee.impl.host.Watches;
import io.collabee.impl.keeping.KeptDocuments;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.impl.ot.RichTextType;
import io.collabee.impl.ot.TextType;
import io.collabee.impl.protocol.TestClient;
import io.collabee.impl.protocol.TestNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left in the memory of two nodes of what was redacted or purged on one of them. */
class ClusterKeepingTest {
  private static final DocumentId DOCUMENT = DocumentId.of("c", "d");
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final DocumentTypes TYPES =
      new DocumentTypes(List.of(new TextType(), new RichTextType()));

  private final InMemoryOperationLog log = new InMemoryOperationLog();
  private final LocalBus bus = LocalBus.faithful();
  private final TestCluster cluster = new TestCluster(List.of(log, log), List.of(bus::join));
  private final TestNode a = cluster.nodes().get(0);
  private final TestNode b = cluster.nodes().get(1);
  private final Watches watches = new Watches(a.documents(), Thread::new);
  private final Watches others = new Watches(b.documents(), Thread::new);
  private final Keeping keeping = cluster.keeping(a, new KeptDocuments.Store(log, log), watches);
  private final LoggedHistory history =
      new LoggedHistory(
          new BlockingPast(b.documents(), TIMEOUT),
          new BlockingDocuments(b.documents(), others, TIMEOUT),
          TYPES,
          new HistorySettings(Duration.ofMinutes(5), 100_000, 2, TIMEOUT));

  /** The secret, in no form that is looked for. */
  private final byte[] masked = new byte[24];

  @TempDir Path directory;

  @AfterEach
  void stop() {
    watches.close();
    others.close();
    cluster.close();
    bus.close();
  }

  @Test
  void noStringInMemoryHasWhatWasRedacted() throws IOException {
    typeSecretAndLookAtIt();
    assertThat(isInMemory()).isTrue();

    keeping.redact(DOCUMENT, 2, 4, 4 + masked.length);

    await().until(() -> b.content(DOCUMENT).version() == 4);
    assertThat(history.blame(DOCUMENT, 4).attributions()).isNotEmpty();
    assertThat(isInMemory()).isFalse();
  }

  @Test
  void noStringInMemoryHasWhatWasPurged() throws IOException {
    typeSecretAndLookAtIt();

    assertThat(keeping.purge(DOCUMENT)).isTrue();

    await().until(() -> b.content(DOCUMENT).version() == 4);
    assertThat(isInMemory()).isFalse();
  }

  private void typeSecretAndLookAtIt() {
    Masking masking = new Masking();
    masking.add('#');
    new Random(20_261_125).ints(masked.length - 1L, 'a', 'z' + 1).forEach(masking::add);
    TestClient reader = b.connect("bob");
    reader.send("{'a':'s','c':'c','d':'d'}");
    assertThat(reader.next().getString("a")).isEqualTo("s");
    TestClient writer = a.connect("ann");
    write(
        writer,
        "'v':0,'seq':1,'create':{'type':'http://sharejs.org/types/text-unicode','data':'so: '}");
    write(writer, "'v':1,'seq':2,'op':[4,'" + secret() + "']");
    write(writer, "'v':2,'seq':3,'op':['Oh, ']");
    for (int version = 0; version < 3; version++) {
      assertThat(reader.next().getInt("v")).isEqualTo(version);
    }
    assertThat(history.blame(DOCUMENT, 3).attributions()).isNotEmpty();
    assertThat(history.sessions(DOCUMENT, 10)).hasSize(1);
    assertThat(history.compare(DOCUMENT, 1, 3).changes()).isNotEmpty();
  }

  private static void write(TestClient writer, String operation) {
    writer.send("{'a':'op','c':'c','d':'d','x':{}," + operation + "}");
    assertThat(writer.next().containsKey("error")).isFalse();
  }

  private final class Masking {
    private int count;

    void add(int letter) {
      masked[count++] = (byte) ~letter;
    }
  }

  private String secret() {
    byte[] plain = new byte[masked.length];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = (byte) ~masked[i];
    }
    return new String(plain, ISO_8859_1);
  }

  /** Looks at every object that is reachable. */
  private boolean isInMemory() throws IOException {
    Path dump = directory.resolve("heap.hprof");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(dump.toString(), true);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(dump), 1 << 20)) {
      int matched = 0;
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next == (~masked[matched] & 0xFF)) {
          matched++;
        } else {
          // What it begins with is not in it again.
          matched = next == '#' ? 1 : 0;
        }
        if (matched == masked.length) {
          return true;
        }
      }
      return false;
    } finally {
      Files.delete(dump);
    }
  }
}
