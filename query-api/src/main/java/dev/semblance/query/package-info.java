/** The query service: follows the live version's commits and answers lookups over HTTP. */
@NullMarked
package dev.semblance.query;

import org.jspecify.annotations.NullMarked;
