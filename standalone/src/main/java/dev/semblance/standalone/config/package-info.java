/**
 * The configuration of every component: one immutable record per concern, read from flags, environment, a file and the
 * defaults of {@code semblance-defaults.conf}, in that order of precedence.
 */
@NullMarked
package dev.semblance.standalone.config;

import org.jspecify.annotations.NullMarked;
