package dev.semblance.trainer.training;

/** Hears how a run goes, at least every few seconds. */
public interface TrainingListener {
    /** Hears nothing. */
    TrainingListener SILENT = new TrainingListener() {
        @Override
        public void preparing(int images, int total) {}

        @Override
        public void training(TrainingProgress progress) {}

        @Override
        public void judging(int images, int total) {}
    };

    /** Images are being read and resized. */
    void preparing(int images, int total);

    /** The network is learning. */
    void training(TrainingProgress progress);

    /** Held-out images are being embedded. */
    void judging(int images, int total);
}
