package dev.semblance.query;

/**
 * A query whose class is known.
 *
 * @param label its class
 * @param point what it asks about
 */
record LabelledPoint(String label, QueryPoint point) {}
