package dev.interline.sdk.provider;

import java.util.Optional;

/** How a list of a provider goes on: what reads it whole needs to know. */
public interface ProviderPages {

    /** As many pages are read as one list; what has more is refused rather than read for ever. */
    int MOST = 100;

    /** The request of the page after this one; empty if this is the last, or does not say. */
    Optional<ProviderRequest> next(ProviderRequest asked, ProviderAnswer page);

    /** The pages so far and the next one, as if they had come as one. */
    ProviderAnswer joined(ProviderAnswer pages, ProviderAnswer next);
}
