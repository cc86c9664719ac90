package dev.semblance.benchmarks.faults;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Watches all query nodes. Safe for use by several threads. */
final class NodeWatches implements AutoCloseable {
    private final Availability anyNode = new Availability();
    private final Map<String, NodeWatch> nodes = new HashMap<>();

    private NodeWatches() {}

    /**
     * Starts to watch.
     *
     * @param addresses of the nodes, by name
     * @param image a PNG file to look up
     */
    static NodeWatches start(Map<String, URI> addresses, byte[] image) {
        NodeWatches watches = new NodeWatches();
        addresses.forEach(
                (name, address) -> watches.nodes.put(name, NodeWatch.start(name, address, image, watches.anyNode)));
        return watches;
    }

    /** Whether all nodes but one answer. */
    boolean othersAnswer(String name) {
        return nodes.entrySet().stream()
                .allMatch(node -> node.getKey().equals(name) || node.getValue().isAnswering());
    }

    /** Whether all nodes answer, and from an index that holds the record at this place. */
    boolean allHaveSeen(Sent.Place place) {
        Predicate<NodeWatch> answers = NodeWatch::isAnswering;
        return nodes.values().stream().allMatch(answers.and(node -> node.hasSeen(place)));
    }

    /** Answers that were older than the one before of the same node. */
    long wentBack() {
        return nodes.values().stream().mapToLong(NodeWatch::wentBack).sum();
    }

    /** Until now. */
    FaultsReport.Unavailability unavailability() {
        return new FaultsReport.Unavailability(
                FaultsReport.seconds(anyNode.longestWithout(System.nanoTime())),
                nodes.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                node -> FaultsReport.seconds(node.getValue().longestUnavailability()))));
    }

    @Override
    public void close() {
        nodes.values().forEach(NodeWatch::close);
    }
}
