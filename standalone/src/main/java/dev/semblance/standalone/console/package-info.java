/** What the command line shows to people. */
@NullMarked
package dev.semblance.standalone.console;

import org.jspecify.annotations.NullMarked;
