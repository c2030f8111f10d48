package dev.interline.sdk;

/** Text of a provider, made fit to be stored and sent anywhere: what people type and programs break on. */
public final class CanonicalText {

    private CanonicalText() {}

    /**
     * The text without control characters and broken surrogates, trimmed, and cut to a length.
     *
     * @param maxLength in UTF-16 units; a pair is never cut in two
     */
    public static String clean(String text, int maxLength) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), maxLength));
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                point = 0xFFFD;
            } else if (Character.isISOControl(point)) {
                point = ' ';
            }
            if (clean.length() + Character.charCount(point) > maxLength) {
                break;
            }
            clean.appendCodePoint(point);
        }
        return clean.toString().strip();
    }
}
