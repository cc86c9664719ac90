/** Services of others that tests talk to, each in a process of its own on loopback. */
@NullMarked
package dev.semblance.testing;

import org.jspecify.annotations.NullMarked;
