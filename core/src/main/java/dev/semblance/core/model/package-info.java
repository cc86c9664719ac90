/** Model versions: what a network is, what it was made from, and how it is kept in the model store. */
@NullMarked
package dev.semblance.core.model;

import org.jspecify.annotations.NullMarked;
