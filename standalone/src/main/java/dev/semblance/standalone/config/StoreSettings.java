package dev.semblance.standalone.config;

import java.nio.file.Path;

/**
 * Where published artifacts lie; every component must see the same folders.
 *
 * @param models folder of the model store
 * @param index folder of the index store
 */
public record StoreSettings(Path models, Path index) {
    static StoreSettings from(SettingReader reader) {
        return new StoreSettings(reader.path("store.models"), reader.path("store.index"));
    }
}
