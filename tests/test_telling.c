/* How findings are told: the ways and notes of findings that are made by hand here, what was not looked for, and what
 * strangers write into a page or a log. Every check that finds something is tested elsewhere. */
#define _XOPEN_SOURCE 700
#include "small_folder.h"

#include "api/markdown.h"
#include "api/telling.h"
#include "base/utf8.h"

/* --- a library by hand --- */

static const char sheet[] = "title: Uji\nsteps:\n- {step: ajukan}\n- {step: periksa}\n- {step: cetak}\n";

struct hand {
    struct baku baku;
    struct library_file file;
    struct library_sop entry, *sops[1];
    struct sop sop;
};

static struct span span_of(const char *part)
{
    uint32_t at = (uint32_t)(strstr(sheet, part) - sheet);
    return (struct span){at, at + (uint32_t)strlen(part)};
}

static void hand_open(struct hand *hand, enum lang lang, int details)
{
    *hand = (struct hand){.file = {TEXT("uji/a.yaml"), TEXT("/x/uji/a.yaml"), text_of(sheet)}};
    hand->sop = (struct sop){.name = TEXT("uji/a"), .title = TEXT("Uji")};
    hand->entry = (struct library_sop){.name = hand->sop.name, .sop = &hand->sop, .checked = CHECKED_ALL};
    hand->sops[0] = &hand->entry;
    hand->baku = (struct baku){.lang = lang, .details = details};
    library_init(&hand->baku.library);
    hand->baku.library.files = &hand->file;
    hand->baku.library.sops = hand->sops;
    hand->baku.library.n_files = hand->baku.library.n_sops = 1;
}

static const struct finding_row *add(struct hand *hand, struct finding finding)
{
    finding.sop = hand->sop.name;
    assert_non_null(findings_add(&hand->baku.library.findings, finding));
    return finding_row(finding.code);
}

static json_t *tell(struct hand *hand, enum baku_findings_format format)
{
    struct check_scope scope = {.format = format, .accepted = true};
    struct baku_answer answer;
    assert_in_range(answer_findings(&hand->baku, &scope, &answer), BAKU_YES, BAKU_NO);
    json_t *document = json_loads(answer.json, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(document);
    baku_answer_release(&answer);
    return document;
}

static void hand_close(struct hand *hand) { library_release(&hand->baku.library); }

/* One step of each way to leave it. */
static const struct waypoint *way(void)
{
    static struct waypoint at[5];
    at[0] = (struct waypoint){TEXT("ajukan"), 1, LEFT_DONE, {0}, 0, span_of("ajukan"), true};
    at[1] = (struct waypoint){TEXT("periksa"), 2, LEFT_TIDAK, {0}, 0, span_of("periksa"), true};
    at[2] = (struct waypoint){TEXT("cetak"), 3, LEFT_EXPIRED, {0}, 0, span_of("cetak"), false};
    at[3] = (struct waypoint){TEXT("ajukan"), 1, LEFT_SKIPPED, {0}, 0, span_of("ajukan"), true};
    at[4] = (struct waypoint){TEXT("cetak/periksa"), 2, LEFT_CALLED, TEXT("uji/b"), 0, span_of("periksa"), false};
    return at;
}

/* A finding with a way and a note at another place. */
static struct finding whole(void)
{
    return (struct finding){.code = FINDING_B105,
                            .span = span_of("cetak"),
                            .at = TEXT("cetak"),
                            .name = TEXT("cetak"),
                            .first = span_of("ajukan"),
                            .note = PHRASE_ALIAS,
                            .path = {way(), 5}};
}

static const json_t *first_of(const json_t *document, const char *list)
{
    return json_array_get(json_object_get(document, list), 0);
}

static const char *item(const json_t *array, size_t i)
{
    const char *text = json_string_value(json_array_get(array, i));
    return text ? text : "";
}

/* --- json --- */

static void a_path_is_written_as_steps(void **state)
{
    static const char *const wanted[] = {"ajukan", "periksa [tidak]", "cetak [expired]", "ajukan [skipped]",
                                         "cetak/periksa [uji/b]"};
    struct hand hand;
    (void)state;
    hand_open(&hand, LANG_EN, 0);
    add(&hand, whole());
    json_t *document = tell(&hand, BAKU_FINDINGS);
    const json_t *finding = first_of(document, "findings"), *path = json_object_get(finding, "path");
    assert_int_equal(json_array_size(path), 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(item(path, i), wanted[i]);
    assert_null(json_object_get(finding, "way"));
    const json_t *note = first_of(finding, "notes");
    assert_string_equal(string_at(note, "message"), phrase_in(PHRASE_ALIAS, LANG_EN));
    assert_string_equal(string_at(note, "file"), "uji/a.yaml");
    assert_int_equal(integer_at(note, "line"), 3);
    assert_int_equal(integer_at(note, "column"), 10);
    assert_null(json_object_get(note, "excerpt"));
    json_decref(document);
    hand_close(&hand);
}

static void details_show_the_way(void **state)
{
    static const char *const words[] = {"Ya", "Tidak", "kedaluwarsa", "dilewati", "uji/b"};
    static const int lines[] = {3, 4, 5, 3, 4}, numbers[] = {1, 2, 3, 1, 2};
    struct hand hand;
    (void)state;
    hand_open(&hand, LANG_ID, 1);
    add(&hand, whole());
    json_t *document = tell(&hand, BAKU_FINDINGS);
    const json_t *finding = first_of(document, "findings"), *all = json_object_get(finding, "way");
    for (size_t i = 0; i < 5; i++) {
        const json_t *at = json_array_get(all, i);
        assert_string_equal(string_at(at, "left"), words[i]);
        assert_int_equal(integer_at(at, "line"), lines[i]);
        assert_int_equal(integer_at(at, "number"), numbers[i]);
    }
    const json_t *excerpt = json_object_get(first_of(finding, "notes"), "excerpt");
    assert_string_equal(string_at(excerpt, "text"), "- {step: ajukan}");
    assert_int_equal(integer_at(excerpt, "from"), 9);
    assert_int_equal(integer_at(excerpt, "count"), 6);
    json_decref(document);
    hand_close(&hand);
}

static void a_plain_finding_has_neither(void **state)
{
    struct hand hand;
    (void)state;
    hand_open(&hand, LANG_ID, 1);
    struct finding finding = whole();
    finding.note = PHRASE_NONE;
    finding.path = (struct path){0};
    add(&hand, finding);
    json_t *document = tell(&hand, BAKU_FINDINGS);
    const json_t *told = first_of(document, "findings");
    assert_int_equal(json_array_size(json_object_get(told, "path")), 0);
    assert_int_equal(json_array_size(json_object_get(told, "way")), 0);
    assert_int_equal(json_array_size(json_object_get(told, "notes")), 0);
    assert_true(json_is_array(json_object_get(told, "notes")));
    json_decref(document);
    document = tell(&hand, BAKU_SARIF);
    const json_t *result = first_of(first_of(document, "runs"), "results");
    assert_null(json_object_get(result, "codeFlows"));
    assert_null(json_object_get(result, "relatedLocations"));
    json_decref(document);
    hand_close(&hand);
}

/* --- what was not looked for --- */

static void expect_unchecked(enum checked checked, const char *families)
{
    struct hand hand;
    char joined[32] = "";
    size_t i;
    json_t *family;
    hand_open(&hand, LANG_EN, 0);
    hand.entry.checked = checked;
    json_t *document = tell(&hand, BAKU_FINDINGS);
    const json_t *one = first_of(document, "unchecked");
    json_array_foreach (json_object_get(one, "checks"), i, family) {
        strcat(joined, json_string_value(family));
        strcat(joined, " ");
    }
    assert_string_equal(joined, families);
    if (one)
        assert_true(strlen(string_at(one, "reason")) > 10);
    assert_string_equal(string_at(one, "sop"), one ? "uji/a" : "");
    json_decref(document);
    hand_close(&hand);
}

static void what_was_not_looked_for_is_said(void **state)
{
    (void)state;
    expect_unchecked(CHECKED_FORM, "B2 B3 B4 B5 ");
    expect_unchecked(CHECKED_FLOW, "B3 B4 ");
    expect_unchecked(CHECKED_CALLEES, "B3 B4 ");
    expect_unchecked(CHECKED_ALL, "");
}

static void a_log_and_a_page_say_it_too(void **state)
{
    struct hand hand;
    (void)state;
    hand_open(&hand, LANG_ID, 0);
    hand.entry.checked = CHECKED_FLOW;
    json_t *log = tell(&hand, BAKU_SARIF), *page = tell(&hand, BAKU_MARKDOWN);
    const json_t *invocation = first_of(first_of(log, "runs"), "invocations");
    const json_t *said = json_object_get(first_of(invocation, "toolExecutionNotifications"), "message");
    assert_ptr_equal(strstr(string_at(said, "text"), "uji/a: belum diperiksa B3, B4, karena "), string_at(said, "text"));
    assert_non_null(strstr(string_at(page, "text"), "\n- uji/a: belum diperiksa B3, B4, karena "));
    json_decref(log);
    json_decref(page);
    hand_close(&hand);
}

/* --- a log --- */

static const json_t *physical(const json_t *location) { return json_object_get(location, "physicalLocation"); }

static void expect_region(const json_t *location, int line, int from, int to)
{
    const json_t *region = json_object_get(physical(location), "region");
    assert_int_equal(integer_at(region, "startLine"), line);
    assert_int_equal(integer_at(region, "startColumn"), from);
    assert_int_equal(integer_at(region, "endColumn"), to);
}

static void a_way_is_a_code_flow(void **state)
{
    static const char *const wanted[] = {"1 ajukan [Ya]", "2 periksa [Tidak]", "3 cetak [expired]",
                                         "1 ajukan [skipped]", "2 cetak/periksa [uji/b]"};
    struct hand hand;
    (void)state;
    hand_open(&hand, LANG_EN, 0);
    add(&hand, whole());
    json_t *document = tell(&hand, BAKU_SARIF);
    const json_t *result = first_of(first_of(document, "runs"), "results");
    const json_t *flow = json_object_get(first_of(first_of(result, "codeFlows"), "threadFlows"), "locations");
    assert_int_equal(json_array_size(flow), 5);
    for (size_t i = 0; i < 5; i++) {
        const json_t *location = json_object_get(json_array_get(flow, i), "location");
        assert_string_equal(string_at(json_object_get(location, "message"), "text"), wanted[i]);
        assert_int_equal(integer_at(json_array_get(flow, i), "nestingLevel"), i == 4);
    }
    expect_region(json_object_get(json_array_get(flow, 4), "location"), 4, 10, 17);
    expect_region(first_of(result, "locations"), 5, 10, 15);
    expect_region(first_of(result, "relatedLocations"), 3, 10, 16);
    json_decref(document);
    hand_close(&hand);
}

static const char *print_of(const json_t *log, size_t i)
{
    const json_t *results = json_object_get(first_of(log, "runs"), "results");
    return string_at(json_object_get(json_array_get(results, i), "partialFingerprints"), "codeAndPlace/v1");
}

static void the_same_twice_is_counted(void **state)
{
    struct hand hand;
    (void)state;
    hand_open(&hand, LANG_EN, 0);
    struct finding finding = whole();
    add(&hand, finding);
    add(&hand, finding);
    finding.at = TEXT("ajukan");
    add(&hand, finding);
    json_t *document = tell(&hand, BAKU_SARIF);
    assert_string_equal(print_of(document, 0), "B105|uji/a|cetak|cetak||1");
    assert_string_equal(print_of(document, 1), "B105|uji/a|cetak|cetak||2");
    assert_string_equal(print_of(document, 2), "B105|uji/a|ajukan|cetak||1");
    json_decref(document);
    hand_close(&hand);
}

static void expect_suppression(struct hand *hand, const char *kind)
{
    json_t *document = tell(hand, BAKU_SARIF);
    const json_t *result = first_of(first_of(document, "runs"), "results");
    const json_t *suppression = first_of(result, "suppressions");
    assert_string_equal(string_at(suppression, "kind"), kind);
    assert_string_equal(string_at(suppression, "status"), "accepted");
    assert_string_equal(string_at(suppression, "justification"), "lembar");
    json_decref(document);
}

/* By the SOP's own file it is "in source"; by its region's, elsewhere. */
static void what_is_accepted_is_suppressed(void **state)
{
    struct hand hand;
    struct waiver waiver = {.code = FINDING_B108, .at = TEXT("cetak.x"), .reason = TEXT("lembar")};
    (void)state;
    hand_open(&hand, LANG_ID, 0);
    hand.sop.waivers = (struct waivers){&waiver, 1};
    add(&hand, (struct finding){.code = FINDING_B108,
                                .span = span_of("cetak"),
                                .at = TEXT("cetak.x"),
                                .accepted = true,
                                .reason = TEXT("lembar")});
    expect_suppression(&hand, "inSource");
    waiver.regional = true;
    expect_suppression(&hand, "external");
    hand_close(&hand);
}

/* --- a page --- */

/* A title that would end the cell, the line, the heading; begin code, HTML, a link; and turn the line round. */
static const char hostile[] =
    "a|b`c`\n## d \xE2\x80\xAE o \x1B[31m [e](http://f) <script>x</script> ![g](h) *i* _j_ ~~k~~ "
    "&lt; \\| www.l.id m@n.id ``` p \\";

/* Bars that part cells: those without a backslash before them. */
static size_t bars(const char *line, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        if (line[i] == '\\')
            i++;
        else
            n += line[i] == '|';
    }
    return n;
}

/* Every row of a table has as many cells as its head. */
static void expect_tables(const char *page)
{
    size_t wanted = 0;
    for (const char *line = page; *line; line += strcspn(line, "\n") + 1) {
        size_t len = strcspn(line, "\n"), here = line[0] == '|' ? bars(line, len) : 0;
        if (here && wanted)
            assert_int_equal(here, wanted);
        wanted = here;
    }
}

/* No mark of these without a backslash before it. */
static void expect_tame(const char *page)
{
    for (const char *at = page; *at; at++) {
        uint32_t point = 0;
        assert_true(utf8_decode(at, strlen(at), &point) > 0 || ((unsigned char)*at & 0xC0) == 0x80);
        if (*at == '\\' && at[1])
            at++;
        else if (*at == '<' && strncmp(at, "<br>", 4) != 0)
            fail_msg("markup: %.40s", at);
        else if (*at == '[' || *at == '~' || *at == '&' || *at == '@' || strncmp(at, "://", 3) == 0)
            fail_msg("markup: %.40s", at);
    }
    assert_null(strstr(page, "\xE2\x80\xAE"));
    assert_null(strchr(page, '\x1B'));
    assert_null(strstr(page, "\n## d"));
}

static void nothing_breaks_a_page(void **state)
{
    struct hand hand;
    struct text evil = TEXT(hostile);
    (void)state;
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        hand_open(&hand, (enum lang)lang, 0);
        hand.sop.title = hand.sop.name = hand.entry.name = hand.file.path = evil;
        hand.sop.source = (struct source){evil, {3, 9}};
        struct waypoint at = {evil, 1, LEFT_CALLED, evil, 0, span_of("cetak"), false};
        struct finding finding = {.code = FINDING_B006, .span = span_of("cetak"), .at = evil, .name = evil};
        finding.value = finding.other = finding.near = finding.reason = evil;
        finding.accepted = true;
        finding.note = PHRASE_ALIAS;
        finding.path = (struct path){&at, 1};
        add(&hand, finding);
        hand.entry.checked = CHECKED_FORM;
        json_t *page = tell(&hand, BAKU_MARKDOWN);
        expect_tables(string_at(page, "text"));
        expect_tame(string_at(page, "text"));
        json_decref(page);
        hand_close(&hand);
    }
}

static void nothing_unseen_stands_in_a_log(void **state)
{
    struct hand hand;
    struct text evil = TEXT(hostile);
    struct check_scope scope = {.format = BAKU_SARIF};
    struct baku_answer answer;
    (void)state;
    hand_open(&hand, LANG_EN, 0);
    hand.sop.name = hand.entry.name = hand.file.path = evil;
    add(&hand, (struct finding){.code = FINDING_B006, .span = span_of("cetak"), .at = evil, .name = evil});
    assert_int_equal(answer_findings(&hand.baku, &scope, &answer), BAKU_NO);
    assert_null(strstr(answer.json, "\xE2\x80\xAE"));
    assert_null(strstr(answer.json, "\\u001b"));
    json_t *log = json_loads(answer.json, 0, NULL);
    const json_t *result = first_of(first_of(log, "runs"), "results");
    const char *said = string_at(json_object_get(result, "message"), "text");
    assert_null(strstr(said, "]("));              /* it would be a link */
    assert_non_null(strstr(said, "\\u{{202E}}")); /* a brace is doubled */
    json_decref(log);
    baku_answer_release(&answer);
    hand_close(&hand);
}

/* In JSON for programs every text is whole, and yet nothing in the bytes steers a terminal. */
static void json_hides_nothing_and_harms_nobody(void **state)
{
    static const char raw[] = "a\xE2\x80\xAE"
                              "b\xC2\x9B\x7F\xF3\xA0\x80\xA0 \xC3\xA9";
    struct hand hand;
    struct check_scope scope = {0};
    struct baku_answer answer;
    (void)state;
    hand_open(&hand, LANG_ID, 0);
    struct finding finding = whole();
    finding.reason = TEXT(raw);
    finding.accepted = true;
    add(&hand, finding);
    assert_int_equal(answer_findings(&hand.baku, &scope, &answer), BAKU_YES);
    assert_non_null(strstr(answer.json, "\"a\\u202eb\\u009b\\u007f\\udb40\\udc20 \xC3\xA9\""));
    json_t *document = json_loads(answer.json, 0, NULL);
    assert_string_equal(string_at(first_of(document, "findings"), "reason"), raw);
    json_decref(document);
    baku_answer_release(&answer);
    hand_close(&hand);
}

static void a_page_leaves_accepted_findings_out(void **state)
{
    struct hand hand;
    struct check_scope scope = {.format = BAKU_MARKDOWN};
    struct baku_answer answer;
    (void)state;
    hand_open(&hand, LANG_ID, 0);
    struct finding finding = whole();
    finding.accepted = true;
    add(&hand, finding);
    assert_int_equal(answer_findings(&hand.baku, &scope, &answer), BAKU_YES);
    assert_null(strstr(answer.json, "B105"));
    assert_non_null(strstr(answer.json, "diterima dengan alasan: 1"));
    baku_answer_release(&answer);
    hand_close(&hand);
}

static void expect_sentence(const char *from, const char *wanted)
{
    struct buf words = BUF_INIT;
    markdown_sentence(&words, text_of(from));
    assert_false(words.failed);
    assert_string_equal(words.at, wanted);
    buf_release(&words);
}

static void code_stands_between_backticks(void **state)
{
    (void)state;
    expect_sentence("tidak ada `a_b` di sini", "tidak ada `a_b` di sini");
    expect_sentence("`a``b`", "\\`a\\``b`");
    expect_sentence("`a|b` <c>", "\\`a\\|b\\` \\<c\\>");
    expect_sentence("satu ` saja", "satu \\` saja");
    expect_sentence("``", "\\`\\`");
    expect_sentence("` a `", "\\` a \\`");
    expect_sentence("http://x www.y a.b", "http\\://x www\\.y a.b");
    expect_sentence("a :tada: :+1: :-1: :100:", "a \\:tada: \\:+1: \\:-1: \\:100:");
    expect_sentence("klaim: 5 menit: `a:b`", "klaim: 5 menit: `a:b`");
}

static void expect_block(const char *lines, const char *wanted)
{
    struct buf words = BUF_INIT;
    markdown_block(&words, "yaml", text_of(lines));
    assert_string_equal(words.at, wanted);
    buf_release(&words);
}

static void nothing_closes_a_block(void **state)
{
    (void)state;
    expect_block("a: b\n", "```yaml\na: b\n```\n");
    expect_block("a: b", "```yaml\na: b\n```\n");
    expect_block("```\n<b>\n", "````yaml\n```\n<b>\n````\n");
    expect_block("a\x1B\n", "```yaml\na\\u{1B}\n```\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_is_written_as_steps),
        cmocka_unit_test(details_show_the_way),
        cmocka_unit_test(a_plain_finding_has_neither),
        cmocka_unit_test(what_was_not_looked_for_is_said),
        cmocka_unit_test(a_log_and_a_page_say_it_too),
        cmocka_unit_test(a_way_is_a_code_flow),
        cmocka_unit_test(the_same_twice_is_counted),
        cmocka_unit_test(what_is_accepted_is_suppressed),
        cmocka_unit_test(nothing_breaks_a_page),
        cmocka_unit_test(nothing_unseen_stands_in_a_log),
        cmocka_unit_test(json_hides_nothing_and_harms_nobody),
        cmocka_unit_test(a_page_leaves_accepted_findings_out),
        cmocka_unit_test(code_stands_between_backticks),
        cmocka_unit_test(nothing_closes_a_block),
    };
    return cmocka_run_group_tests_name("telling", tests, NULL, NULL);
}
