/** A Kafka broker in this JVM. */
@NullMarked
package dev.semblance.standalone.broker;

import org.jspecify.annotations.NullMarked;
