/** The torture's own judgement put to the test: a judge that cannot find anything is worth nothing. */
@NullMarked
package dev.interline.devstack.torture;

import org.jspecify.annotations.NullMarked;
