package dev.semblance.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.distance.Embedding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFieldsTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReadWhatWasWritten() throws IOException {
        IndexedImage all = image("köln", Optional.of("dom"), Map.of("b", "2", "a", "", "c", "日本"));
        IndexedImage least = image("", Optional.empty(), Map.of());
        try (FSDirectory directory = FSDirectory.open(folder)) {
            write(directory, ImageDocument.of(all, Optional.empty()), ImageDocument.of(least, Optional.empty()));
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                ImageFields fields = ImageFields.of(reader.leaves().getFirst().reader());

                assertThat(fields.neighbour(0, 0.5f))
                        .isEqualTo(new Neighbour("köln", all.label(), all.attributes(), 0.5f));
                assertThat(fields.neighbour(1, 0)).isEqualTo(new Neighbour("", Optional.empty(), Map.of(), 0));
            }
        }
    }

    /** An index may have been written before there was the column, and goes on with it. */
    @Test
    void shouldReadStoredFieldsWhereADocumentHasNoColumn() throws IOException {
        Document before = new Document();
        before.add(new StringField("id", "old", Field.Store.YES));
        before.add(new StringField("label", "dom", Field.Store.YES));
        before.add(new StringField("attribute.a", "1", Field.Store.YES));
        try (FSDirectory directory = FSDirectory.open(folder)) {
            write(directory, before, ImageDocument.of(image("new", Optional.empty(), Map.of()), Optional.empty()));
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                ImageFields fields = ImageFields.of(reader.leaves().getFirst().reader());

                assertThat(fields.neighbour(0, 0))
                        .isEqualTo(new Neighbour("old", Optional.of("dom"), Map.of("a", "1"), 0));
                assertThat(fields.neighbour(1, 0).id()).isEqualTo("new");
            }
        }
    }

    private static IndexedImage image(String id, Optional<String> label, Map<String, String> attributes) {
        return new IndexedImage(id, Embedding.of(1, 0), label, attributes);
    }

    private static void write(FSDirectory directory, Document... documents) throws IOException {
        try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
            for (Document document : documents) {
                writer.addDocument(document);
            }
        }
    }
}
