package dev.interline.durable.sync;

/**
 * How much may be missing at a provider before we believe that it was deleted. A provider that shows too little, for a lost
 * permission or a defect, must not empty every other system.
 *
 * @param most records, at most
 * @param mostPercent of the records that were known, at most
 */
public record DeletionLimit(long most, int mostPercent) {

    /** @throws IllegalArgumentException unless {@code most} is not negative and {@code mostPercent} is 0 to 100 */
    public DeletionLimit {
        if (most < 0 || mostPercent < 0 || mostPercent > 100) {
            throw new IllegalArgumentException(
                    "Deletions are limited by a number of 0 or more and by 0 to 100 percent, but were by " + most
                            + " and " + mostPercent);
        }
    }

    /** Whether a person has to look first. */
    boolean isExceededBy(long missing, long known) {
        return missing > most || missing * 100 > known * mostPercent;
    }
}
