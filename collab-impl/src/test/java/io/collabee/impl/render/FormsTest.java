package io.collabee.impl.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import io.collabee.Snapshot;
import io.collabee.impl.json.JsonText;
import jakarta.json.JsonValue;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Contents as HTML, Markdown and text, and back. */
class FormsTest {
  private final Forms forms = new Forms();

  private static Snapshot rich(String ops) {
    return snapshot("http://sharejs.org/types/rich-text/v1", "{'ops':[" + ops + "]}");
  }

  private static Snapshot snapshot(String type, String data) {
    return new Snapshot(DocumentId.of("c", "d"), 1, Optional.of(type), json(data));
  }

  private static JsonValue json(String text) {
    return JsonText.parse(text.replace('\'', '"'));
  }

  private String html(String ops) {
    return forms.html(rich(ops)).orElseThrow();
  }

  private String markdown(String ops) {
    return forms.markdown(rich(ops)).orElseThrow();
  }

  private String ops(JsonValue content) {
    return JsonText.write(content.asJsonObject().getJsonArray("ops")).replace('"', '\'');
  }

  @Test
  void elementsTellWhatTextIs() {
    assertThat(html("{'insert':'Title'},{'insert':'\\n','attributes':{'header':2}}"))
        .isEqualTo("<h2>Title</h2>");
    assertThat(html("{'insert':'a'},{'insert':'b','attributes':{'bold':true,'italic':true}}"))
        .isEqualTo("<p>a<strong><em>b</em></strong></p>");
    assertThat(html("{'insert':'x','attributes':{'link':'https://example.org/?a=1&b=2'}}"))
        .isEqualTo(
            "<p><a href=\"https://example.org/?a=1&amp;b=2\" rel=\"noopener"
                + " noreferrer\">x</a></p>");
    assertThat(html("{'insert':'2','attributes':{'script':'super','color':'#f00'}}"))
        .isEqualTo("<p><span style=\"color: #f00\"><sup>2</sup></span></p>");
    assertThat(html("{'insert':'a\\n\\nb\\n'}")).isEqualTo("<p>a</p><p><br></p><p>b</p>");
    assertThat(html("{'insert':'a  b\\n'}"))
        .isEqualTo("<p style=\"white-space: pre-wrap\">a  b</p>");
  }

  @Test
  void itemsAreInListsWithinLists() {
    String html =
        html(
            "{'insert':'one'},{'insert':'\\n','attributes':{'list':'ordered'}},"
                + "{'insert':'in'},{'insert':'\\n','attributes':{'list':'bullet','indent':1}},"
                + "{'insert':'two'},{'insert':'\\n','attributes':{'list':'ordered'}},"
                + "{'insert':'done'},{'insert':'\\n','attributes':{'list':'checked'}}");

    assertThat(html)
        .isEqualTo(
            "<ol><li>one<ul><li>in</li></ul></li><li>two</li></ol>"
                + "<ul><li><input type=\"checkbox\" disabled checked>done</li></ul>");
  }

  @Test
  void linesOfCodeAndOfQuotationsAreTogether() {
    assertThat(
            html(
                "{'insert':'int i;'},{'insert':'\\n\\n','attributes':{'code-block':'java'}},"
                    + "{'insert':'q'},{'insert':'\\n','attributes':{'blockquote':true}},"
                    + "{'insert':'r'},{'insert':'\\n','attributes':{'blockquote':true}}"))
        .isEqualTo(
            "<pre><code class=\"language-java\">int i;\n\n</code></pre>"
                + "<blockquote><p>q</p><p>r</p></blockquote>");
  }

  @Test
  void embedsAreShownIfTheyAreKnownAndSafeAndNamedIfNot() {
    assertThat(html("{'insert':{'image':'https://example.org/a.png'},'attributes':{'alt':'A'}}"))
        .isEqualTo("<p><img src=\"https://example.org/a.png\" alt=\"A\"></p>");
    assertThat(html("{'insert':{'image':'javascript:alert(1)'}}"))
        .isEqualTo("<p><span class=\"collab-embed\">[image]</span></p>");
    assertThat(html("{'insert':{'mention <b>':{'id':1}}}"))
        .isEqualTo("<p><span class=\"collab-embed\">[mention b]</span></p>");
    assertThat(html("{'insert':{'formula':'a<b'}}"))
        .isEqualTo("<p><span class=\"ql-formula\">a&lt;b</span></p>");
    assertThat(html("{'insert':{'video':'https://example.org/v'}}"))
        .isEqualTo(
            "<p><a class=\"ql-video\""
                + " href=\"https://example.org/v\">https://example.org/v</a></p>");
  }

  @Test
  void whatIsNotSafeIsLeftOutAndItsTextStays() {
    assertThat(html("{'insert':'x','attributes':{'link':'javascript:alert(1)','glow':9}}"))
        .isEqualTo("<p>x</p>");
    assertThat(html("{'insert':'x','attributes':{'color':'red;background:url(//e)'}}"))
        .isEqualTo("<p>x</p>");
    assertThat(html("{'insert':'<script>alert(1)</script>'}"))
        .isEqualTo("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
  }

  @Test
  void theLastGateStopsWhatTheWriterWouldNeverWrite() {
    assertThat(HtmlGate.passed("<p onclick=x id=i style='position:fixed'>a<script>b</script></p>"))
        .isEqualTo("<p>a</p>");
    assertThat(HtmlGate.passed("<a href='java&#10;script:x'>a</a><iframe src=x></iframe>"))
        .isEqualTo("<a>a</a>");
    assertThat(HtmlGate.passed("<input value=x><input type=password><img src='data:text/html,x'>"))
        .isEqualTo("<img>");
  }

  @Test
  void markdownHasSignsWhereTheyAreClearAndElementsElsewhere() {
    assertThat(
            markdown(
                "{'insert':'a '},{'insert':'b','attributes':{'bold':true}},{'insert':' c'},"
                    + "{'insert':'d','attributes':{'italic':true}},{'insert':'\\n'}"))
        .isEqualTo("a **b** c<em>d</em>\n");
    assertThat(markdown("{'insert':'1. *no* list\\n# none\\n'}"))
        .isEqualTo("1\\. \\*no\\* list\n\n\\# none\n");
    assertThat(
            markdown(
                "{'insert':'one'},{'insert':'\\n"
                    + "','attributes':{'list':'ordered'}},{'insert':'in'},{'insert':'\\n"
                    + "','attributes':{'list':'unchecked','indent':1}},{'insert':'two'},{'insert':'\\n"
                    + "','attributes':{'list':'ordered'}},{'insert':'x`'},{'insert':'\\n"
                    + "','attributes':{'code-block':true}}"))
        .isEqualTo("1. one\n   - [ ] in\n2. two\n\n```\nx`\n```\n");
  }

  @Test
  void markdownOfOthersIsRead() {
    JsonValue content =
        forms.fromMarkdown(
            """
            Title
            =====

            some *em* and __strong__
            and `code` \s
            next <u>line</u>

            * [x] done
            * ~~not~~

                deeper

            > quoted

            ![pic](a.png "t")

            <div onclick=x>block <b>html</b></div>
            """);

    assertThat(ops(content))
        .isEqualTo(
            "[{'insert':'Title'},{'insert':'\\n','attributes':{'header':1}},"
                + "{'insert':'some '},{'insert':'em','attributes':{'italic':true}},"
                + "{'insert':' and '},{'insert':'strong','attributes':{'bold':true}},"
                + "{'insert':' and '},{'insert':'code','attributes':{'code':true}},"
                + "{'insert':'\\nnext '},{'insert':'line','attributes':{'underline':true}},"
                + "{'insert':'\\ndone'},{'insert':'\\n','attributes':{'list':'checked'}},"
                + "{'insert':'not','attributes':{'strike':true}},"
                + "{'insert':'\\n','attributes':{'list':'bullet'}},"
                + "{'insert':'deeper'},{'insert':'\\n','attributes':{'list':'bullet'}},"
                + "{'insert':'quoted'},{'insert':'\\n','attributes':{'blockquote':true}},"
                + "{'insert':{'image':'a.png'},'attributes':{'alt':'pic'}},"
                + "{'insert':'\\nblock '},{'insert':'html','attributes':{'bold':true}},"
                + "{'insert':'\\n'}]");
  }

  @Test
  void htmlOfOthersIsRead() {
    JsonValue content =
        forms.fromHtml(
            "<html><head><title>t</title><style>p{}</style></head><body>\n"
                + "<div>loose <b style='font-weight:normal'>text</b>\n<p>one<br>two</p>\n</div>"
                + "<ul><li><p>a</p><li>b<ol><li>c</ol></ul>"
                + "<table><tr><td>x</td><td>y</td></tr></table>"
                + "<pre>k\n  l</pre><script>bad()</script><a href='javascript:bad()'>z</a>"
                + "<span style='font-weight:700;color:rgb(1, 2, 3)'>w</span></body></html>");

    assertThat(ops(content))
        .isEqualTo(
            "[{'insert':'loose text\\none\\ntwo\\na'},"
                + "{'insert':'\\n','attributes':{'list':'bullet'}},{'insert':'b'},"
                + "{'insert':'\\n','attributes':{'list':'bullet'}},{'insert':'c'},"
                + "{'insert':'\\n','attributes':{'indent':1,'list':'ordered'}},"
                + "{'insert':'x\\ty\\nk'},{'insert':'\\n','attributes':{'code-block':true}},"
                + "{'insert':'  l'},{'insert':'\\n','attributes':{'code-block':true}},"
                + "{'insert':'z'},"
                + "{'insert':'w','attributes':{'bold':true,'color':'rgb(1, 2, 3)'}},"
                + "{'insert':'\\n'}]");
  }

  @Test
  void textHasAllForms() {
    Snapshot text = snapshot("http://sharejs.org/types/text-unicode", "'a <b>\\n'");

    assertThat(forms.text(text)).contains("a <b>\n");
    assertThat(forms.html(text)).contains("<p>a &lt;b&gt;</p>");
    assertThat(forms.markdown(text)).contains("a \\<b\\>\n");
    assertThat(forms.text(rich("{'insert':'a'},{'insert':{'image':'x'}}"))).contains("a[image]\n");
    assertThat(ops(forms.fromText("a\nb"))).isEqualTo("[{'insert':'a\\nb\\n'}]");
    assertThat(ops(forms.fromText(""))).isEqualTo("[{'insert':'\\n'}]");
    assertThat(ops(forms.fromHtml(""))).isEqualTo("[{'insert':'\\n'}]");
    assertThat(ops(forms.fromMarkdown(""))).isEqualTo("[{'insert':'\\n'}]");
  }

  @Test
  void whatIsNoTextHasNoForm() {
    Snapshot board = snapshot("http://sharejs.org/types/JSONv0", "{}");

    assertThat(forms.html(board)).isEmpty();
    assertThat(forms.markdown(board)).isEmpty();
    assertThat(forms.text(board)).isEmpty();
  }

  @Test
  void deepHtmlIsReadWithoutHarm() {
    String deep = "<div><ul><li><b>".repeat(20_000) + "x";

    assertThat(JsonText.write(forms.fromHtml(deep))).contains("x");
    assertThat(JsonText.write(forms.fromMarkdown("> ".repeat(20_000) + "x"))).contains("> > x");
  }
}
