package dev.waag.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LicencesTest {
    private static final String MIT_TEXT = """
            Copyright (c) 2026 Ann

            Permission is hereby granted, free of charge, to any person obtaining a copy
            of this software and associated documentation files (the "Software"), to deal
            in the Software without restriction [...]. The above copyright notice and this
            permission notice shall be included in all copies or substantial portions of
            the Software.
            """;

    private static final String BSD_TEXT = """
            Redistribution and use in source and binary forms, with or without
            modification, are permitted provided that [...] the above copyright notice,
            this list of conditions and the following disclaimer in the documentation [...]
            """;

    @Test
    void readsExpressionsAsPythonsOwnLibraryDoes() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/dev/waag/policy/licence-expressions.tsv"))) {
            if (!line.startsWith("#")) {
                int tab = line.indexOf('\t');
                String read = SpdxParser.parseListed(line.substring(0, tab))
                        .map(Spdx::toString)
                        .orElse("-");
                if (!read.equals(line.substring(tab + 1))) {
                    wrong.add(line + " but " + read);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void printsWithoutNeedlessParenthesesAndKeepsNewerIds() {
        assertThat(Licences.canonical("((mit) or (isc or (zlib)))")).contains("MIT OR ISC OR Zlib");
        assertThat(Licences.canonical("mit and (isc or zlib)")).contains("MIT AND (ISC OR Zlib)");
        assertThat(Licences.canonical("Newer-9.9 AND mit")).contains("Newer-9.9 AND MIT");
        assertThat(Licences.canonical("licenseref-Acme")).contains("LicenseRef-Acme");
        for (String none : List.of("", " ", "MIT ISC", "MIT AND", "(MIT", "MIT)", "a_b", "MIT WITH", "WITH", "()")) {
            assertThat(Licences.canonical(none)).as(none).isEmpty();
        }
        assertThat(Licences.canonical("(".repeat(5_000) + "MIT" + ")".repeat(5_000)))
                .as("no stack to exhaust")
                .isEmpty();
    }

    @Test
    void andNeedsAllAndOrNeedsOne() {
        assertThat(allows("MIT", "mit")).isTrue();
        assertThat(allows("MIT", "ISC")).isFalse();
        assertThat(allows("MIT OR GPL-3.0-only", "MIT")).isTrue();
        assertThat(allows("MIT AND GPL-3.0-only", "MIT")).isFalse();
        assertThat(allows("MIT AND (GPL-3.0-only OR Apache-2.0)", "MIT", "Apache-2.0"))
                .isTrue();
        assertThat(allows("MIT OR ISC AND GPL-3.0-only", "ISC"))
                .as("AND binds closer")
                .isFalse();
        assertThat(allows("LicenseRef-Acme OR GPL-3.0-only", "LicenseRef-acme")).isTrue();
        assertThat(allows("not an expression", "MIT")).isFalse();
        assertThat(allows("MIT")).isFalse();
    }

    @Test
    void laterVersionsAreAChoice() {
        assertThat(allows("GPL-2.0", "GPL-2.0-only")).isTrue();
        assertThat(allows("GPL-2.0+", "GPL-2.0-or-later")).isTrue();
        assertThat(allows("GPL-2.0-or-later", "GPL-2.0-only")).isTrue();
        assertThat(allows("GPL-2.0-or-later", "GPL-3.0-only")).isTrue();
        assertThat(allows("GPL-3.0-or-later", "GPL-2.0-only")).isFalse();
        assertThat(allows("GPL-3.0-only", "GPL-2.0-or-later")).isTrue();
        assertThat(allows("GPL-2.0-only", "GPL-3.0-or-later")).isFalse();
        assertThat(allows("GPL-2.0-only", "GPL-3.0-only")).isFalse();
        assertThat(allows("GPL-2.0-only", "LGPL-2.0-only")).isFalse();
        assertThat(allows("Apache-2.0+", "Apache-2.0")).isTrue();
        assertThat(allows("Python-2.0.1", "Python-2.0")).isFalse();
        assertThat(allows("MIT-0", "MIT")).isFalse();
        assertThat(allows("BSD-3-Clause", "BSD-2-Clause")).isFalse();
        assertThat(allows("CC-BY-NC-4.0", "CC-BY-4.0")).isFalse();
    }

    @Test
    void exceptionsOnlyPermitMore() {
        assertThat(allows("Apache-2.0 WITH LLVM-exception", "Apache-2.0")).isTrue();
        assertThat(allows("Apache-2.0", "Apache-2.0 WITH LLVM-exception")).isFalse();
        assertThat(allows("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"))
                .isTrue();
        assertThat(allows("GPL-2.0-only WITH GCC-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"))
                .isFalse();
        assertThat(allows("GPL-2.0-with-classpath-exception", "GPL-2.0-only")).isTrue();
        assertThat(allows("MIT WITH AdditionRef-Never-On-Sundays", "MIT")).isFalse();
    }

    @Test
    void aFamilyIsAllowedWhereAllItUsuallyMeansAre() {
        assertThat(allows("LicenseRef-BSD", "BSD-3-Clause")).isFalse();
        assertThat(allows("LicenseRef-BSD", "BSD-3-Clause", "BSD-2-Clause")).isTrue();
        assertThat(allows("LicenseRef-BSD", "LicenseRef-BSD")).isTrue();
        assertThat(allows("LicenseRef-GPL", "GPL-2.0-or-later")).isTrue();
        assertThat(allows("BSD-3-Clause", "LicenseRef-BSD")).isFalse();
    }

    @Test
    void anExpressionCountsBeforeAllElse() {
        assertThat(Licences.expression("mit or apache-2.0", "GPL", List.of("License :: OSI Approved :: BSD License")))
                .contains("MIT OR Apache-2.0");
        assertThat(Licences.expression("", "", List.of("Programming Language :: Python")))
                .isEmpty();
        assertThat(Licences.expression("", "see the website", List.of("License :: OSI Approved")))
                .isEmpty();
    }

    @Test
    void namesAreKnownInManySpellings() {
        Map<String, String> names = new HashMap<>();
        names.put("MIT License", "MIT");
        names.put("The MIT License (MIT)", "MIT");
        names.put("MIT", "MIT");
        names.put("Apache License, Version 2.0", "Apache-2.0");
        names.put("Apache 2.0", "Apache-2.0");
        names.put("Apache Software License 2.0", "Apache-2.0");
        names.put("APACHE-2.0", "Apache-2.0");
        names.put("BSD", "LicenseRef-BSD");
        names.put("BSD-3-Clause", "BSD-3-Clause");
        names.put("3-Clause BSD License", "BSD-3-Clause");
        names.put("BSD 3-Clause \"New\" or \"Revised\" License", "BSD-3-Clause");
        names.put("GPLv3+", "GPL-3.0-or-later");
        names.put("GNU General Public License v3 (GPLv3)", "GPL-3.0-only");
        names.put("GNU GPL v2 or later", "GPL-2.0-or-later");
        names.put("LGPLv2.1+", "LGPL-2.1-or-later");
        names.put("GNU LGPL", "LicenseRef-LGPL");
        names.put("MPL 2.0", "MPL-2.0");
        names.put("Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0");
        names.put("PSF", "PSF-2.0");
        names.put("Public Domain", "LicenseRef-Public-Domain");
        names.put("Proprietary", "LicenseRef-Proprietary");
        names.put("MIT/Apache-2.0", "MIT OR Apache-2.0");
        names.put("MIT or Apache License, Version 2.0", "MIT OR Apache-2.0");
        names.put("MPL-2.0 AND MIT", "MPL-2.0 AND MIT");
        names.put("BSD and MIT", "LicenseRef-BSD AND MIT");
        names.put("MIT, BSD 3-Clause", "MIT AND BSD-3-Clause");
        names.put("Apache 2.0 or whatever", "");
        names.put("MIT/MIT", "MIT");
        names.put("Foo License", "");
        names.forEach((name, id) -> assertThat(
                        Licences.expression("", name, List.of()).orElse(""))
                .as(name)
                .isEqualTo(id));
    }

    @Test
    void textsAreKnownByTheirPhrases() {
        assertThat(Licences.expression("", MIT_TEXT, List.of())).contains("MIT");
        assertThat(Licences.expression("", BSD_TEXT, List.of())).contains("BSD-2-Clause");
        assertThat(Licences.expression(
                        "", BSD_TEXT + "to endorse or promote products derived from this software", List.of()))
                .contains("BSD-3-Clause");
        assertThat(Licences.expression("", MIT_TEXT + BSD_TEXT, List.of())).contains("BSD-2-Clause AND MIT");
        assertThat(Licences.expression("", "x ".repeat(300), List.of())).isEmpty();
    }

    @Test
    void textAndClassifiersAreTakenTogether() {
        List<String> bsd = List.of("License :: OSI Approved :: BSD License");
        List<String> gpl = List.of("License :: OSI Approved :: GNU General Public License v3 or later (GPLv3+)");
        assertThat(Licences.expression("", "", bsd)).contains("LicenseRef-BSD");
        assertThat(Licences.expression("", "BSD-3-Clause", bsd)).contains("BSD-3-Clause");
        assertThat(Licences.expression("", "BSD", bsd)).contains("LicenseRef-BSD");
        assertThat(Licences.expression("", "GPL", gpl)).contains("GPL-3.0-or-later");
        assertThat(Licences.expression("", "MIT", gpl))
                .as("what contradicts the text must hold too")
                .contains("MIT AND GPL-3.0-or-later");
        assertThat(Licences.expression("", "MIT or GPLv3+", gpl)).contains("MIT OR GPL-3.0-or-later");
        assertThat(Licences.expression(
                        "",
                        "Dual License",
                        List.of(
                                "License :: OSI Approved :: BSD License",
                                "License :: OSI Approved :: Apache Software License")))
                .contains("LicenseRef-BSD AND Apache-2.0");
    }

    @Test
    void theListsFitEachOther() throws IOException {
        assertThat(LicenceNames.expressions())
                .allSatisfy(e -> assertThat(SpdxParser.parseListed(e)).as(e).isPresent());
        assertThat(LicenceNames.expressions()
                        .filter(e -> !LicenceNames.family(e).isEmpty()))
                .isNotEmpty();
        Map<String, String> names = new HashMap<>();
        for (String line : Resources.lines("licence-names.txt")) {
            List<String> fields = List.of(line.split("\t"));
            if (fields.getFirst().equals("name")) {
                for (String name : fields.subList(2, fields.size())) {
                    assertThat(names.put(name, fields.get(1))).as(name).isNull();
                    assertThat(LicenceNames.plain(name)).isEqualTo(name);
                }
            } else if (fields.getFirst().equals("family")) {
                assertThat(Licences.allows(fields.get(1), List.of(fields.get(2).split(" "))))
                        .as(fields.get(1))
                        .isTrue();
            }
        }
        for (String line : Resources.lines("licence-texts.txt")) {
            assertThat(SpdxIds.licence(line.split("\t")[0])).as(line).isPresent();
        }
        assertThat(SpdxIds.licences()).hasSizeGreaterThan(690);
    }

    private static boolean allows(String expression, String... allow) {
        return Licences.allows(expression, List.of(allow));
    }
}
