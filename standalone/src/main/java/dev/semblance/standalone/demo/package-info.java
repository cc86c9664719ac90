/** The demo: every part of Semblance in one process, on real images, and a client that asks it questions. */
@NullMarked
package dev.semblance.standalone.demo;

import org.jspecify.annotations.NullMarked;
