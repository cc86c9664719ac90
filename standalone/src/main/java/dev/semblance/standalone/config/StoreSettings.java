package dev.semblance.standalone.config;

import dev.semblance.core.store.S3Service;
import dev.semblance.core.store.StoreLocation;

/**
 * Where published artifacts lie; every component must see the same places.
 *
 * @param models where the model store lies
 * @param index where the index store lies
 */
public record StoreSettings(StoreLocation models, StoreLocation index) {
    static StoreSettings from(SettingReader reader) {
        S3Service s3 = reader.s3("store.s3.endpoint", "store.s3.region");
        return new StoreSettings(reader.store("store.models", s3), reader.store("store.index", s3));
    }
}
