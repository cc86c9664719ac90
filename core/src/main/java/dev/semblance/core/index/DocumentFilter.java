package dev.semblance.core.index;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.util.BytesRef;

/**
 * Which images a search may find. All conditions hold together.
 *
 * @param labelled the image has a label
 * @param labels the image has one of them; empty for no condition
 * @param withoutLabels the image has none of them; an image without a label passes
 * @param attributes the image has all of them, with these values
 * @param withoutIds the image is none of these
 */
public record DocumentFilter(
        boolean labelled,
        Set<String> labels,
        Set<String> withoutLabels,
        Map<String, String> attributes,
        Set<String> withoutIds) {
    /** Everything passes. */
    public static final DocumentFilter NONE = new DocumentFilter(false, Set.of(), Set.of(), Map.of(), Set.of());

    public DocumentFilter {
        labels = Set.copyOf(labels);
        withoutLabels = Set.copyOf(withoutLabels);
        attributes = Map.copyOf(attributes);
        withoutIds = Set.copyOf(withoutIds);
    }

    /** The same, whether images have a label or not. */
    DocumentFilter withOrWithoutLabel() {
        return new DocumentFilter(false, labels, withoutLabels, attributes, withoutIds);
    }

    /** The same for images with a label only. */
    public DocumentFilter onlyLabelled() {
        return new DocumentFilter(true, labels, withoutLabels, attributes, withoutIds);
    }

    /** The same without images of these labels either. */
    public DocumentFilter butLabels(Set<String> unwanted) {
        return new DocumentFilter(labelled, labels, union(withoutLabels, unwanted), attributes, withoutIds);
    }

    /** The same without this image either. */
    public DocumentFilter butId(String id) {
        return new DocumentFilter(labelled, labels, withoutLabels, attributes, union(withoutIds, Set.of(id)));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    /** Empty where everything passes. */
    Optional<Query> query() {
        if (equals(NONE)) {
            return Optional.empty();
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder().add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
        if (labelled) {
            all.add(TermRangeQuery.newStringRange(ImageDocument.LABEL, null, null, true, true), Occur.FILTER);
        }
        if (!labels.isEmpty()) {
            all.add(oneOf(ImageDocument.LABEL, labels), Occur.FILTER);
        }
        if (!withoutLabels.isEmpty()) {
            all.add(oneOf(ImageDocument.LABEL, withoutLabels), Occur.MUST_NOT);
        }
        if (!withoutIds.isEmpty()) {
            all.add(oneOf(ImageDocument.ID, withoutIds), Occur.MUST_NOT);
        }
        attributes.forEach((name, value) ->
                all.add(new TermQuery(new Term(ImageDocument.ATTRIBUTE + name, value)), Occur.FILTER));
        return Optional.of(all.build());
    }

    private static Query oneOf(String field, Set<String> values) {
        List<BytesRef> terms = new ArrayList<>(values.size());
        values.forEach(value -> terms.add(new BytesRef(value)));
        return new TermInSetQuery(field, terms);
    }
}
