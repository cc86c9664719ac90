/** From the ranked neighbours of a query to the one label that they speak for. */
@NullMarked
package dev.semblance.core.matching;

import org.jspecify.annotations.NullMarked;
