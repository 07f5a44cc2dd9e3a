package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameEditTest {
    @Test
    void eachKindIsTold() {
        assertThat(NameEdit.between("reqeusts", "requests")).contains(NameEdit.SWAPPED);
        assertThat(NameEdit.between("erquests", "requests")).contains(NameEdit.SWAPPED_FIRST);
        assertThat(NameEdit.between("reqquests", "requests")).contains(NameEdit.DOUBLED);
        assertThat(NameEdit.between("requestss", "requests")).contains(NameEdit.DOUBLED);
        assertThat(NameEdit.between("rrequests", "requests")).contains(NameEdit.DOUBLED);
        assertThat(NameEdit.between("pilow", "pillow")).contains(NameEdit.HALVED);
        assertThat(NameEdit.between("reqests", "requests")).contains(NameEdit.LEFT_OUT);
        assertThat(NameEdit.between("equests", "requests")).contains(NameEdit.LEFT_OUT_AT_END);
        assertThat(NameEdit.between("pillo", "pillow")).contains(NameEdit.LEFT_OUT_AT_END);
        assertThat(NameEdit.between("jeilyfish", "jellyfish")).contains(NameEdit.LOOKS_ALIKE);
        assertThat(NameEdit.between("c0lorama", "colorama")).contains(NameEdit.LOOKS_ALIKE);
        assertThat(NameEdit.between("reqwuests", "requests")).contains(NameEdit.ADDED_NEARBY);
        assertThat(NameEdit.between("reqxuests", "requests")).contains(NameEdit.ADDED);
        assertThat(NameEdit.between("requestsz", "requests")).contains(NameEdit.ADDED_LAST);
        assertThat(NameEdit.between("rewuests", "requests")).contains(NameEdit.NEXT_KEY);
        assertThat(NameEdit.between("requists", "requests")).contains(NameEdit.VOWEL);
        assertThat(NameEdit.between("reqzests", "requests")).contains(NameEdit.OTHER_LETTER);
        assertThat(NameEdit.between("req7ests", "requests")).contains(NameEdit.DIGIT);
        assertThat(NameEdit.between("tequests", "requests")).contains(NameEdit.OTHER_FIRST);
        assertThat(NameEdit.between("pydantics", "pydantic")).contains(NameEdit.PLURAL);
        assertThat(NameEdit.between("huggingfaces-hub", "huggingface-hub")).contains(NameEdit.PLURAL);
        assertThat(NameEdit.between("setuptool", "setuptools")).contains(NameEdit.SINGULAR);
    }

    @Test
    void whatLegitimateNamesDoAsOftenIsNoEdit() {
        assertThat(NameEdit.between("pandas2", "pandas")).as("a number").isEmpty();
        assertThat(NameEdit.between("oauthlib", "oauth2lib"))
                .as("a number left out")
                .isEmpty();
        assertThat(NameEdit.between("cuda-cu13", "cuda-cu12"))
                .as("another number")
                .isEmpty();
        assertThat(NameEdit.between("py-tesseract", "pytesseract"))
                .as("a separator")
                .isEmpty();
        assertThat(NameEdit.between("pyfinance", "yfinance"))
                .as("a letter in front")
                .isEmpty();
        assertThat(NameEdit.between("pytest-xhtml", "pytest-html"))
                .as("a letter in front of a word")
                .isEmpty();
    }

    @Test
    void equalNamesAndNamesFurtherApartAreNoEdit() {
        assertThat(NameEdit.between("requests", "requests")).isEmpty();
        assertThat(NameEdit.between("", "")).isEmpty();
        assertThat(NameEdit.between("", "a")).contains(NameEdit.LEFT_OUT_AT_END);
        assertThat(NameEdit.between("reqstsue", "requests")).isEmpty();
        assertThat(NameEdit.between("requests-mock", "requests")).isEmpty();
        assertThat(NameEdit.between("abcd", "badc")).isEmpty();
    }
}
