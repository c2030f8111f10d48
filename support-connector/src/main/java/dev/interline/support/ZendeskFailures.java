package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.sdk.provider.HttpFailures;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.ProviderAnswer;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * What Zendesk's answers mean; {@code error} is a word in most and an object in some. Only words and names of fields are
 * repeated, never sentences: Zendesk quotes the values it refuses.
 */
final class ZendeskFailures {

    static final String PREFIX = "SUPPORT";

    /** A record was read back that does not say what we must know of it. */
    static final String UNREADABLE = PREFIX + "-1101";

    /** An answer that is not JSON, so that nobody knows what was said; the SDK uses the same code. */
    static final String NOT_JSON = PREFIX + "-2003";

    /** The organization is not there yet. */
    static final String NO_ORGANIZATION = PREFIX + "-2004";

    /** Another organization has that name; names are unique. */
    static final String NAME_TAKEN = PREFIX + "-2005";

    /** The ticket is closed for good. */
    static final String TICKET_CLOSED = PREFIX + "-2006";

    /** The record asked for is not there, as opposed to an address that is nobody's. */
    static final String RECORD_NOT_FOUND = PREFIX + "-2007";

    /** There is a custom field of that key already. */
    static final String FIELD_EXISTS = PREFIX + "-2008";

    /** Somebody made an organization with our id in the same moment; the next attempt finds it. */
    static final String MADE_MEANWHILE = PREFIX + "-2009";

    /** A success that lacks what it must hold. */
    static final String INCOMPLETE = PREFIX + "-2010";

    /** Zendesk has not done yet what it has taken on. */
    static final String JOB_AT_WORK = PREFIX + "-2011";

    /** Zendesk has done what it has taken on, but for some records. */
    static final String JOB_PARTLY_FAILED = PREFIX + "-2012";

    /** Zendesk has given up what it had taken on. */
    static final String JOB_FAILED = PREFIX + "-2013";

    /** Only a closed ticket can be followed by another. */
    static final String NOT_CLOSED = PREFIX + "-2014";

    /** The address is another user's. */
    static final String ADDRESS_TAKEN = PREFIX + "-2015";

    /** The user is not there yet. */
    static final String NO_USER = PREFIX + "-2016";

    /** The user belongs to the organization already. */
    static final String ALREADY_MEMBER = PREFIX + "-2017";

    private static final Duration THROTTLED_REST = Duration.ofSeconds(30);
    private static final Pattern WORD = Pattern.compile("[A-Za-z]{1,60}");
    private static final Pattern FIELD = Pattern.compile("[a-z][a-z0-9_.]{0,59}");
    private static final int MAX_FIELDS = 5;

    private ZendeskFailures() {}

    /** The failure an answer stands for; empty for a 2xx. */
    static Optional<Failure> of(OperationDescriptor operation, ProviderAnswer answer) {
        return HttpFailures.of(PREFIX, operation, answer)
                .map(failure -> isExplained(answer)
                        ? refine(operation, answer.body(), failure)
                        : unexplained(operation, answer));
    }

    /** A read that was answered 2xx without what was asked for: nothing is known, so it is asked again. */
    static FailureException incompleteRead(String what) {
        return new FailureException(Failure.of(FailureKind.UNAVAILABLE, INCOMPLETE, what + " is missing in a 200"));
    }

    /** A write that was answered 2xx without saying what was written: it was done, but what it made is not known. */
    static FailureException incompleteWrite(String what) {
        return new FailureException(Failure.of(FailureKind.AMBIGUOUS, INCOMPLETE, what + " is missing in a 2xx"));
    }

    /** Nothing about a closed ticket changes any more. */
    static Failure ticketClosed() {
        return Failure.of(
                FailureKind.REJECTED, TICKET_CLOSED, "the ticket is closed for good; another ticket can follow it");
    }

    /** Two users may be one person, or not. */
    static Failure addressTaken() {
        return Failure.of(FailureKind.REJECTED, ADDRESS_TAKEN, "the address is another user's; merge the two, or not");
    }

    /** Zendesk says in JSON what it refuses; a refusal without it is damaged, or not from Zendesk. */
    private static boolean isExplained(ProviderAnswer answer) {
        return answer.readable()
                || switch (answer.status()) {
                    case 400, 404, 422 -> false;
                    default -> true;
                };
    }

    private static Failure unexplained(OperationDescriptor operation, ProviderAnswer answer) {
        return Failure.of(
                operation.hasEffect() ? FailureKind.AMBIGUOUS : FailureKind.UNAVAILABLE,
                NOT_JSON,
                operation.name() + " was answered " + answer.status() + " with a body that is not JSON");
    }

    private static Failure refine(OperationDescriptor operation, JsonNode body, Failure failure) {
        return switch (failure.kind()) {
            case THROTTLED ->
                failure.retryAfter() == null
                        ? new Failure(failure.kind(), failure.code(), failure.detail(), THROTTLED_REST)
                        : failure;
            case REJECTED -> refused(operation, body, failure);
            default -> failure;
        };
    }

    private static Failure refused(OperationDescriptor operation, JsonNode body, Failure failure) {
        String word = word(body.path("error"));
        if (word.equals("IdempotentRequestError")) {
            return Failure.of(
                    FailureKind.DEFECT,
                    failure.code(),
                    operation.name() + " was repeated with the same key and other content");
        }
        if (word.equals("RecordNotFound")) {
            return Failure.of(FailureKind.REJECTED, RECORD_NOT_FOUND, operation.name() + ": there is no such record");
        }
        JsonNode details = body.path("details");
        if (operation.name().equals(ZendeskGateway.CREATE_FIELD) && isTaken(details.path("key"))) {
            return Failure.of(FailureKind.REJECTED, FIELD_EXISTS, "a field of this key exists already");
        }
        if (isTaken(details.path("name"))) {
            return Failure.of(FailureKind.REJECTED, NAME_TAKEN, "another organization has this name");
        }
        if (isTaken(details.path("external_id"))) {
            return Failure.of(FailureKind.CONFLICT, MADE_MEANWHILE, "an organization of this key was made meanwhile");
        }
        if (says(details.path("status"), "description", "closed prevents ticket update")) {
            return ticketClosed();
        }
        if (!details.path("via_followup_source_id").isMissingNode()) {
            return Failure.of(FailureKind.REJECTED, NOT_CLOSED, "only a closed ticket can be followed by another");
        }
        if (operation.name().equals(ZendeskGateway.ADD_ADDRESS)
                && (isTaken(details.path("value")) || isTaken(details.path("email")))) {
            return addressTaken();
        }
        if (operation.name().equals(ZendeskGateway.JOIN_ORGANIZATION) && isTaken(details.path("user_id"))) {
            return Failure.of(FailureKind.REJECTED, ALREADY_MEMBER, "the user belongs to the organization already");
        }
        return Failure.of(failure.kind(), failure.code(), failure.detail() + reason(word, details));
    }

    private static boolean isTaken(JsonNode complaints) {
        return says(complaints, "error", "DuplicateValue")
                || says(complaints, "description", "already been taken")
                || says(complaints, "description", "already being used");
    }

    private static boolean says(JsonNode complaints, String field, String text) {
        for (JsonNode complaint : complaints) {
            if (complaint.path(field).asText("").contains(text)) {
                return true;
            }
        }
        return false;
    }

    /** {@code RecordInvalid}; an {@code error} that is an object has a title for people instead. */
    private static String word(JsonNode error) {
        String word = error.asText("");
        return WORD.matcher(word).matches() ? word : "";
    }

    private static String reason(String word, JsonNode details) {
        StringJoiner fields = new StringJoiner(", ");
        Iterator<String> names = details.fieldNames();
        for (int i = 0; i < MAX_FIELDS && names.hasNext(); i++) {
            String name = names.next();
            String why = word(details.path(name).path(0).path("error"));
            fields.add((FIELD.matcher(name).matches() ? name : "a field") + (why.isEmpty() ? "" : " " + why));
        }
        if (word.isEmpty() && fields.length() == 0) {
            return "";
        }
        return " (" + (word.isEmpty() ? "no reason given" : word) + (fields.length() == 0 ? "" : ": " + fields) + ")";
    }
}
