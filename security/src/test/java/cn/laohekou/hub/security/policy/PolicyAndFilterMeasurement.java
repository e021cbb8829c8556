package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.masking.DistinctSubjects;
import cn.laohekou.hub.security.masking.Unfilterable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures what policy and filter cost per call in CPU time. Not a test: run it by hand; the figures depend on the
 * machine. One round is 20,000 calls; the rounds before the last three warm up.
 */
public final class PolicyAndFilterMeasurement {

    private static final Logger LOG = System.getLogger(PolicyAndFilterMeasurement.class.getName());
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int CALLS = 20_000;
    private static final int ROUNDS = 12;

    private PolicyAndFilterMeasurement() {}

    /** Runs all measurements once. */
    public static void main(String[] args) throws Unfilterable {
        PolicySnapshot small = snapshot(10, 10);
        PolicySnapshot large = snapshot(10_000, 2_000);
        byte[] answer = answer().getBytes(StandardCharsets.UTF_8);
        LOG.log(Level.INFO, "answer of {0} bytes", answer.length);
        measure("match, map, decide: 10 grants", () -> decide(small));
        measure("match, map, decide: 10,000 grants", () -> decide(large));
        CompiledGrant grant = large.grants("city-centre", "resource-7").get(0);
        measure("filter", () -> filter(grant, answer));
        measure("all of it", () -> decide(large) + filter(grant, answer));
    }

    private interface Work {
        long run() throws Unfilterable;
    }

    private static void measure(String name, Work work) throws Unfilterable {
        for (int round = 1; round <= ROUNDS; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            long sum = 0;
            for (int i = 0; i < CALLS; i++) {
                sum += work.run();
            }
            double micros = (THREADS.getCurrentThreadCpuTime() - start) / 1000.0 / CALLS;
            if (round > ROUNDS - 3) {
                // The sum keeps what was measured from being optimised away.
                LOG.log(Level.INFO, "{0}: {1} us ({2})", name, String.format("%.2f", micros), sum);
            }
        }
    }

    private static long decide(PolicySnapshot policy) {
        CompiledResource resource = policy.resource("resource-7");
        if (resource == null || !(resource.match("GET", "villages") instanceof PathMatch.Matched matched)) {
            throw new IllegalStateException("no match");
        }
        Mapping mapping = RequestMapper.map(matched.operation(), matched.pathValues(), "town=420682100&limit=20", null);
        Decision decision = PolicyEngine.decide(
                policy,
                new DecisionRequest(
                        "city-centre",
                        Samples.DEPARTMENT,
                        "resource-7",
                        matched.operation().name(),
                        "city-management",
                        null,
                        null,
                        null,
                        Samples.NOW));
        if (!(mapping instanceof Mapping.Mapped) || !(decision instanceof Decision.Permit permit)) {
            throw new IllegalStateException("not permitted");
        }
        return permit.grant().grant().revision();
    }

    private static long filter(CompiledGrant grant, byte[] answer) throws Unfilterable {
        return grant.filter().filter(answer, new DistinctSubjects()).length;
    }

    private static PolicySnapshot snapshot(int grants, int resources) {
        List<Resource> all = new ArrayList<>();
        for (int i = 0; i < resources; i++) {
            all.add(Samples.resource("resource-" + i, Samples.OPERATIONS, Samples.FIELDS));
        }
        List<Grant> granted = new ArrayList<>();
        List<ConsumerSystem> systems = new ArrayList<>(List.of(Samples.SYSTEM));
        for (int i = 0; i < grants; i++) {
            Samples.GrantOf grant = new Samples.GrantOf();
            grant.id = "grant-" + i;
            grant.resource = "resource-" + i % resources;
            grant.system = i < resources ? "city-centre" : "system-" + i;
            grant.fields = List.of("total", "code", "name", "phone", "lon", "lat");
            granted.add(grant.build());
        }
        long start = System.nanoTime();
        PolicySnapshot snapshot = PolicySnapshot.build(1, systems, all, granted, Samples.ZONE);
        LOG.log(
                Level.INFO,
                "{0} grants compiled in {1} ms",
                grants,
                String.format("%.1f", (System.nanoTime() - start) / 1e6));
        return snapshot;
    }

    /** About two kilobytes, half of them Chinese, with fields nobody was granted. */
    private static String answer() {
        StringBuilder json = new StringBuilder("{\"total\":7,\"took\":12,\"data\":[");
        for (int i = 0; i < 7; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"code\":\"42068210020")
                    .append(i)
                    .append("\",\"name\":\"王小明")
                    .append("\",\"idNumber\":\"42068219901301123")
                    .append(i)
                    .append("\",\"address\":\"湖北省襄阳市老河口市孟楼镇孟楼村三组")
                    .append(i)
                    .append("号\",\"contact\":{\"phone\":\"1380013800")
                    .append(i)
                    .append("\",\"note\":\"夜间勿扰\"},\"location\":{\"lon\":111.675634,\"lat\":32.385921},")
                    .append("\"tags\":[\"常住\",\"党员\"],\"updated\":\"2026-01-02T03:04:05Z\"}");
        }
        return json.append("],\"page\":")
                .append(Map.of("n", 1).size())
                .append('}')
                .toString();
    }
}
