package dev.semblance.trainer.training;

/** Hears how a run goes, at least every few seconds. What it throws ends the run. */
public interface TrainingListener {
    /** Hears nothing. */
    TrainingListener SILENT = new TrainingListener() {
        @Override
        public void training(TrainingProgress progress) {}

        @Override
        public void judging(int images, int total) {}

        @Override
        public void epoch(Epoch epoch) {}
    };

    /** A step has been done; called after each of them. */
    default void step(long steps) {}

    /** The network is learning; called twice a second. */
    void training(TrainingProgress progress);

    /** Held-out images are being embedded. */
    void judging(int images, int total);

    /** An epoch has ended, and the network has been looked at. */
    void epoch(Epoch epoch);
}
