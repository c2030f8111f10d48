/** What can happen to tickets, people and companies in a support system, and what we may ask of it. */
@NullMarked
package dev.interline.canonical.support;

import org.jspecify.annotations.NullMarked;
