package dev.interline.sdk.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.runtime.api.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request to the system API was not carried out (RFC 9457), with each place that is wrong.
 *
 * @param errors the places; absent where the request as a whole is meant
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ApiProblem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String code,
        @Nullable List<Place> errors) {

    /**
     * One place that is wrong, never with what stands there: values may be personal data.
     *
     * @param pointer into the body, as a URI fragment ({@code #/fields/name})
     * @param parameter the query parameter or header
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Place(
            String detail,
            @Nullable String pointer,
            @Nullable String parameter) {

        static Place ofBody(String pointer, String detail) {
            return new Place(detail, "#" + pointer, null);
        }

        static Place ofParameter(String name, String detail) {
            return new Place(detail, null, name);
        }
    }

    static ApiProblem of(int status, String code, String title, String detail, List<Place> places) {
        Problem plain = Problem.of(status, code, title, detail);
        return new ApiProblem(
                plain.type(),
                plain.title(),
                plain.status(),
                plain.detail(),
                plain.code(),
                places.isEmpty() ? null : List.copyOf(places));
    }

    ApiAnswer toAnswer() {
        return ApiAnswer.of(status, Problem.MEDIA_TYPE, ApiAnswer.write(this));
    }
}
