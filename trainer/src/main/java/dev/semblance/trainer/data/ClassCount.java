package dev.semblance.trainer.data;

/**
 * How many images a class has.
 *
 * @param label the class
 * @param images of it
 */
public record ClassCount(String label, int images) {}
