package dev.semblance.benchmarks.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The processes of a system that has two query nodes.
 *
 * @param folder everything lies in here
 * @param bootstrap the broker
 * @param nodes addresses of the query nodes, by name
 * @param roles the broker first
 */
record Deployment(Path folder, String bootstrap, Map<String, URI> nodes, List<Role> roles) {
    Deployment {
        nodes = Map.copyOf(nodes);
        roles = List.copyOf(roles);
    }

    /** How the indexer runs. */
    enum Indexer {
        /** JobManager, TaskManager and controller, a process each. */
        CLUSTER,
        /** All three in one. */
        ONE_PROCESS
    }

    /** A deployment on free ports. */
    static Deployment of(Indexer indexer, Path folder, Duration checkpointInterval) throws IOException {
        Map<String, Integer> ports = freePorts("broker", "rest", "rpc", "query-1", "query-2");
        Builder builder = new Builder(folder, ports, checkpointInterval);
        List<Role> roles = new ArrayList<>(List.of(builder.broker()));
        switch (indexer) {
            case CLUSTER -> roles.addAll(List.of(builder.jobManager(), builder.taskManager(), builder.controller()));
            case ONE_PROCESS -> roles.add(builder.indexer());
        }
        roles.addAll(List.of(builder.queryNode("query-1"), builder.queryNode("query-2")));
        return new Deployment(
                folder,
                builder.bootstrap(),
                Map.of("query-1", builder.address("query-1"), "query-2", builder.address("query-2")),
                roles);
    }

    private static Map<String, Integer> freePorts(String... names) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            Map<String, Integer> ports = new HashMap<>();
            for (String name : names) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                ports.put(name, socket.getLocalPort());
            }
            return ports;
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    private record Builder(Path folder, Map<String, Integer> ports, Duration checkpointInterval) {
        Role broker() {
            return new Role(
                    Kind.BROKER,
                    "broker",
                    "broker ready",
                    "512m",
                    List.of("broker", "--port", port("broker"), "--data", path("broker"), "--image-partitions", "2"));
        }

        Role jobManager() {
            return new Role(Kind.JOB_MANAGER, "jobmanager", "jobmanager ready", "512m", flink("jobmanager"));
        }

        Role taskManager() {
            return new Role(
                    Kind.TASK_MANAGER,
                    "taskmanager",
                    "taskmanager ready",
                    "1g",
                    with(flink("taskmanager"), "--slots", "4"));
        }

        Role controller() {
            String cluster = "http://127.0.0.1:" + port("rest");
            return new Role(
                    Kind.CONTROLLER, "controller", "indexer ready", "512m", with(index(), "--cluster", cluster));
        }

        Role indexer() {
            return new Role(Kind.INDEXER, "indexer", "indexer ready", "1g", with(index(), "--ui-port", port("rest")));
        }

        Role queryNode(String name) {
            return new Role(
                    Kind.QUERY_NODE,
                    name,
                    "query service ready",
                    "512m",
                    with(stores("serve"), "--cache", path("cache-" + name), "--port", port(name)));
        }

        private List<String> flink(String command) {
            return List.of(
                    command,
                    "--work",
                    path("flink"),
                    "--rest-port",
                    port("rest"),
                    "--rpc-port",
                    port("rpc"),
                    "--set",
                    "cluster.heartbeat-interval=500ms",
                    "--set",
                    "cluster.heartbeat-timeout=4s");
        }

        private List<String> index() {
            return with(
                    stores("index"),
                    "--checkpoints",
                    path("checkpoints"),
                    "--work",
                    path("work"),
                    "--set",
                    "index.checkpoint-interval=" + checkpointInterval.toMillis() + "ms");
        }

        private List<String> stores(String command) {
            return List.of(
                    command,
                    "--bootstrap",
                    bootstrap(),
                    "--model-store",
                    path("models"),
                    "--index-store",
                    path("index"));
        }

        private static List<String> with(List<String> arguments, String... more) {
            List<String> all = new ArrayList<>(arguments);
            all.addAll(List.of(more));
            return all;
        }

        String bootstrap() {
            return "localhost:" + port("broker");
        }

        URI address(String node) {
            return URI.create("http://127.0.0.1:" + port(node));
        }

        private String port(String name) {
            return String.valueOf(ports.get(name));
        }

        private String path(String name) {
            return folder.resolve(name).toString();
        }
    }
}
