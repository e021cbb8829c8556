package cn.laohekou.hub.runtime.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.security.policy.AnswerFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypesTest {

    @ParameterizedTest
    @CsvSource({
        "JSON, application/json, application/json",
        "JSON, 'Application/JSON; charset=utf-8', application/json",
        "JSON, application/vnd.city+json, application/json",
        "XML, application/xml, application/xml;charset=UTF-8",
        "XML, 'text/xml; charset=GBK', text/xml;charset=UTF-8",
        "XML, application/soap+xml, application/soap+xml;charset=UTF-8",
        "XML, application/atom+xml, application/xml;charset=UTF-8",
        "CSV, 'text/csv; header=present', text/csv;charset=UTF-8;header=present",
    })
    void anAnswerOfTheDeclaredFormatIsReleasedUnderAKnownName(AnswerFormat format, String type, String released) {
        assertThat(MediaTypes.is(format, type)).isTrue();
        assertThat(MediaTypes.released(format, type)).isEqualTo(released);
    }

    @ParameterizedTest
    @CsvSource({
        "JSON, text/html",
        "JSON, application/xml",
        "JSON, text/json",
        "JSON, ''",
        "XML, application/json",
        "XML, text/html",
        "XML, application/xhtml",
        "XML, image/svg+xml",
        "CSV, text/plain",
        "CSV, application/json",
    })
    void anAnswerOfAnyOtherFormatIsNot(AnswerFormat format, String type) {
        assertThat(MediaTypes.is(format, type)).isFalse();
    }

    @Test
    void anAnswerThatDoesNotSayWhatItIsIsNothing() {
        for (AnswerFormat format : AnswerFormat.values()) {
            assertThat(MediaTypes.is(format, null)).isFalse();
        }
    }
}
