/** What every part of Semblance shares: faults that are told to people. The domain lies in the packages below. */
@NullMarked
package dev.semblance.core;

import org.jspecify.annotations.NullMarked;
