/** A client of the query service, for the commands and the demo. */
@NullMarked
package dev.semblance.standalone.service;

import org.jspecify.annotations.NullMarked;
