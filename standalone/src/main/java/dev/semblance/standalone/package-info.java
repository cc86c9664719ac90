/** The command line, and the parts of Semblance put together as it starts them. */
@NullMarked
package dev.semblance.standalone;

import org.jspecify.annotations.NullMarked;
