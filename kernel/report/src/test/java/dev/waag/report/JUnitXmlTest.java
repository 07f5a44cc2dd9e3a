package dev.waag.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

class JUnitXmlTest {
    @Test
    void theUsualReport() throws IOException {
        Golden.assertSame("usual.xml", JUnitXml.render(Samples.usual()));
    }

    @Test
    void theHostileReport() throws IOException {
        Golden.assertSame("hostile.xml", JUnitXml.render(Samples.hostile()));
    }

    @Test
    void countsAreRight() throws Exception {
        for (CheckReport report : List.of(Samples.usual(), Samples.clean(), Samples.hostile(), Samples.of())) {
            Element root = parse(JUnitXml.render(report));
            int tests = 0;
            for (Element suite : children(root, "testsuite")) {
                List<Element> cases = children(suite, "testcase");
                assertThat(number(suite, "tests")).isEqualTo(cases.size());
                assertThat(number(suite, "failures")).isEqualTo(count(cases, "failure"));
                assertThat(number(suite, "skipped")).isEqualTo(count(cases, "skipped"));
                tests += cases.size();
            }
            assertThat(number(root, "tests")).isEqualTo(tests);
            assertThat(number(root, "failures")).isEqualTo(report.failing());
            assertThat(tests).isGreaterThanOrEqualTo(report.findings().size());
        }
    }

    @Test
    void everyFindingAndEveryCleanProjectIsACase() throws Exception {
        Element root = parse(JUnitXml.render(Samples.usual()));
        assertThat(number(root, "tests")).isEqualTo(Samples.usual().findings().size() + 2);
        String text = JUnitXml.render(Samples.usual());
        assertThat(text).contains("name=\"zz-fine 2.0+local.1\" time=\"0\" file=\"uv.lock\"/>");
        assertThat(text).contains("classname=\"uv.lock\" name=\"fresh 9.0.0: cooldown\"");
    }

    private static Element parse(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getDocumentElement();
    }

    private static List<Element> children(Element of, String tag) {
        List<Element> all = new ArrayList<>();
        for (Node n = of.getFirstChild(); n != null; n = n.getNextSibling()) {
            if (n instanceof Element e && e.getTagName().equals(tag)) {
                all.add(e);
            }
        }
        return all;
    }

    private static int count(List<Element> cases, String tag) {
        return (int) cases.stream().filter(c -> !children(c, tag).isEmpty()).count();
    }

    private static int number(Element e, String attribute) {
        return Integer.parseInt(e.getAttribute(attribute));
    }
}
