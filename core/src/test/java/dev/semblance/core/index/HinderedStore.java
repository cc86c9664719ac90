package dev.semblance.core.index;

import dev.semblance.core.store.ObjectStore;
import dev.semblance.core.store.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that takes large files only when it is let, and fails as often as it is told to. */
final class HinderedStore implements ObjectStore {
    private final ObjectStore store;
    private final AtomicInteger faults = new AtomicInteger();
    private volatile long heldFromBytes = Long.MAX_VALUE;
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(1);

    HinderedStore(ObjectStore store) {
        this.store = store;
    }

    /** Files of at least this size wait until {@link #letGo()}. */
    void hold(long fromBytes) {
        heldFromBytes = fromBytes;
    }

    void awaitHeld() throws InterruptedException {
        held.await();
    }

    boolean holds() {
        return held.getCount() == 0 && letGo.getCount() > 0;
    }

    void letGo() {
        letGo.countDown();
    }

    void failNext(int puts) {
        faults.set(puts);
    }

    private void hinder() throws IOException {
        if (faults.getAndUpdate(left -> Math.max(left - 1, 0)) > 0) {
            throw new IOException("the store is out of order");
        }
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        hinder();
        store.put(key, bytes);
    }

    @Override
    public void put(String key, Path file) throws IOException {
        hinder();
        if (Files.size(file) >= heldFromBytes) {
            held.countDown();
            try {
                letGo.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        store.put(key, file);
    }

    @Override
    public byte[] get(String key) throws IOException {
        return store.get(key);
    }

    @Override
    public void fetch(String key, Path target) throws IOException {
        store.fetch(key, target);
    }

    @Override
    public List<StoredObject> list(String prefix) throws IOException {
        return store.list(prefix);
    }

    @Override
    public void delete(String key) throws IOException {
        store.delete(key);
    }
}
