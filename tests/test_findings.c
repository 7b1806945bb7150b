/* Findings: every definition in the two folders below says on its own lines what must be found there, and nothing
 * besides may be found.
 *
 *     duration: 5 mnt # expect: B009          at this line; several codes stand after one another
 *     # expect-line 4: B001                   at line 4, which cannot carry a comment
 *
 * An accepted finding need not be expected. One test is one file. For each finding, in both languages, the message and
 * the way out are whole sentences without a hole, and the excerpt is the line that the finding names. The examples are
 * those that `baku explain` prints. */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <jansson.h>

#include "baku_sop.h"

static const char *const folders[] = {"engine/api/examples", "tests/findings.d"};

enum { MOST_EXPECTED = 200, LINE_SIZE = 8192 };

struct expected {
    size_t line;
    char code[5];
};

/* A file as it is on the disk, and what it expects. */
struct page {
    char *bytes;
    size_t len;
    struct expected expected[MOST_EXPECTED];
    size_t n;
};

/* --- files --- */

static char *read_whole(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long size = ftell(file);
    assert_true(size >= 0);
    rewind(file);
    char *bytes = malloc((size_t)size + 1);
    assert_non_null(bytes);
    *len = fread(bytes, 1, (size_t)size, file);
    assert_int_equal(*len, (size_t)size);
    bytes[*len] = '\0';
    fclose(file);
    return bytes;
}

static bool is_break(const char *bytes, size_t len, size_t at)
{
    return bytes[at] == '\n' || (bytes[at] == '\r' && (at + 1 == len || bytes[at + 1] != '\n'));
}

/* The bytes of a line, counted from 1, without its end. */
static const char *line_of(const struct page *page, size_t line, size_t *len)
{
    size_t start = 0, end;
    for (size_t at = 0, nth = 1; at < page->len && nth < line; at++)
        if (is_break(page->bytes, page->len, at)) {
            start = at + 1;
            nth++;
        }
    for (end = start; end < page->len && page->bytes[end] != '\n' && page->bytes[end] != '\r';)
        end++;
    *len = end - start;
    return page->bytes + start;
}

static size_t count_lines(const struct page *page)
{
    size_t lines = 1;
    for (size_t at = 0; at < page->len; at++)
        lines += is_break(page->bytes, page->len, at);
    return lines;
}

/* --- expectations --- */

/* "B006 B009 …" of one comment. */
static void expect_codes(struct page *page, size_t line, const char *codes)
{
    char code[5];
    int used = 0;
    for (; sscanf(codes, " %4[B0-9]%n", code, &used) == 1 && strlen(code) == 4; codes += used) {
        assert_true(page->n < MOST_EXPECTED);
        page->expected[page->n].line = line;
        memcpy(page->expected[page->n++].code, code, sizeof code);
    }
}

static void read_expected(struct page *page)
{
    size_t lines = count_lines(page);
    for (size_t line = 1; line <= lines; line++) {
        char text[LINE_SIZE];
        size_t len, other = 0;
        const char *bytes = line_of(page, line, &len);
        assert_true(len < sizeof text);
        for (size_t i = 0; i < len; i++)
            text[i] = bytes[i] ? bytes[i] : ' ';
        text[len] = '\0';
        const char *here = strstr(text, "# expect: "), *there = strstr(text, "# expect-line ");
        if (here)
            expect_codes(page, line, here + strlen("# expect: "));
        if (there && sscanf(there, "# expect-line %zu:", &other) == 1)
            expect_codes(page, other, strchr(there, ':') + 1);
    }
}

static struct page *open_page(const char *path)
{
    struct page *page = calloc(1, sizeof *page);
    assert_non_null(page);
    page->bytes = read_whole(path, &page->len);
    read_expected(page);
    return page;
}

static void close_page(struct page *page)
{
    free(page->bytes);
    free(page);
}

/* --- checking --- */

static const char *text_at(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    assert_non_null(text);
    return text;
}

static size_t number_at(const json_t *object, const char *key)
{
    const json_t *number = json_object_get(object, key);
    assert_true(json_is_integer(number) && json_integer_value(number) >= 0);
    return (size_t)json_integer_value(number);
}

static json_t *load(struct baku_answer *answer)
{
    json_error_t error;
    assert_non_null(answer->json);
    json_t *document = json_loads(answer->json, JSON_ALLOW_NUL, &error);
    assert_non_null(document);
    baku_answer_release(answer);
    return document;
}

static json_t *check(const char *path, enum baku_lang lang)
{
    struct baku *baku;
    struct baku_answer answer = {0};
    assert_int_equal(baku_open(&(struct baku_options){.sops = "tests", .lang = lang, .details = 1}, &baku), BAKU_YES);
    enum baku_status status = baku_check(baku, &path, 1, NULL, &answer);
    json_t *document = load(&answer);
    baku_close(baku);
    if (status != BAKU_YES && status != BAKU_NO)
        fail_msg("%s: status %d", path, (int)status);
    assert_int_equal(status == BAKU_NO, number_at(document, "errors") > 0);
    return document;
}

static void check_words(const json_t *finding, const char *key)
{
    static const char *const holes[] = {"{name}", "{value}", "{other}", "{want}", "{limit}", "{line}"};
    const char *words = text_at(finding, key);
    assert_true(strlen(words) > 10);
    assert_null(strstr(words, "``"));
    for (size_t i = 0; i < sizeof holes / sizeof *holes; i++)
        if (strstr(words, holes[i]))
            fail_msg("an unfilled hole: %s", words);
}

static size_t points(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

/* Printable ASCII passes into JSON as it is; other lines may be shown escaped. */
static bool is_plain(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (bytes[i] < ' ' || bytes[i] == 0x7F)
            return false;
    return true;
}

/* The excerpt is its line, or of a long one a window in which the part meant stands where the column says. */
static void check_excerpt(const json_t *finding, const struct page *page)
{
    const json_t *excerpt = json_object_get(finding, "excerpt");
    const char *text = text_at(excerpt, "text");
    size_t len, line = number_at(finding, "line"), column = number_at(finding, "column");
    const char *bytes = line_of(page, line, &len);
    size_t cut = number_at(excerpt, "cut"), from = number_at(excerpt, "from"), shown = points(text);
    assert_in_range(line, 1, count_lines(page));
    assert_int_equal(cut + from, column - 1);
    assert_true(number_at(excerpt, "count") >= 1);
    assert_true(shown <= 240);
    if (!is_plain(bytes, len))
        return;
    if (cut == 0 && len <= 240)
        assert_int_equal(strlen(text), len);
    assert_memory_equal(text, bytes + cut, strlen(text));
    assert_true(from <= shown);
    assert_true(from + number_at(excerpt, "count") <= shown + 1);
}

static bool is_sorted(const json_t *before, const json_t *after)
{
    size_t line = number_at(before, "line"), next = number_at(after, "line");
    size_t column = number_at(before, "column"), next_column = number_at(after, "column");
    if (line != next)
        return line < next;
    if (column != next_column)
        return column < next_column;
    return strcmp(text_at(before, "code"), text_at(after, "code")) <= 0;
}

static bool take_expected(struct page *page, size_t line, const char *code)
{
    for (size_t i = 0; i < page->n; i++)
        if (page->expected[i].line == line && strcmp(page->expected[i].code, code) == 0) {
            page->expected[i] = page->expected[--page->n];
            return true;
        }
    return false;
}

static void compare(const char *path, enum baku_lang lang)
{
    struct page *page = open_page(path);
    json_t *document = check(path, lang), *findings = json_object_get(document, "findings"), *finding, *before = NULL;
    size_t i, wrong = 0;
    json_array_foreach (findings, i, finding) {
        bool accepted = json_is_true(json_object_get(finding, "accepted"));
        if (strcmp(text_at(finding, "file"), path) != 0)
            continue; /* what keeps this SOP from running stands in another file, and is judged there */
        if (!accepted && !take_expected(page, number_at(finding, "line"), text_at(finding, "code"))) {
            print_error("%s:%zu: not expected: %s %s\n", path, number_at(finding, "line"), text_at(finding, "code"),
                        text_at(finding, "message"));
            wrong++;
        }
        check_words(finding, "message");
        check_words(finding, "help");
        check_excerpt(finding, page);
        assert_true(!before || is_sorted(before, finding));
        before = finding;
    }
    for (i = 0; i < page->n; i++)
        print_error("%s:%zu: expected, but not found: %s\n", path, page->expected[i].line, page->expected[i].code);
    wrong += page->n;
    json_decref(document);
    close_page(page);
    assert_int_equal(wrong, 0);
}

static void test_file(void **state)
{
    compare(*state, BAKU_ID);
    compare(*state, BAKU_EN);
}

/* --- the table and the examples --- */

static const char *const codes[] = {
#define FINDING(code, severity, acceptable, m_id, m_en, w_id, w_en, t_id, t_en, h_id, h_en) #code,
#include "base/findings.def"
#undef FINDING
};

enum { CODES = sizeof codes / sizeof *codes };

struct suite {
    struct CMUnitTest *tests;
    size_t n;
};

static struct suite files;

static void test_every_code_is_expected(void **state)
{
    bool seen[CODES] = {false};
    (void)state;
    for (size_t i = 0; i < files.n; i++) {
        struct page *page = open_page(files.tests[i].name);
        for (size_t k = 0; k < page->n; k++)
            for (size_t c = 0; c < CODES; c++)
                seen[c] = seen[c] || strcmp(page->expected[k].code, codes[c]) == 0;
        close_page(page);
    }
    for (size_t c = 0; c < CODES; c++)
        if (!seen[c])
            fail_msg("no file expects %s", codes[c]);
}

/* One byte of the example is shown as it is, or, where the file is not UTF-8 (B002), as \xNN. */
static const char *compare_byte(const char *at, char byte)
{
    char escaped[8];
    snprintf(escaped, sizeof escaped, "\\x%02X", (unsigned char)byte);
    if (*at == byte)
        return at + 1;
    assert_true((unsigned char)byte >= 0x80);
    assert_memory_equal(at, escaped, strlen(escaped));
    return at + strlen(escaped);
}

static const char *compare_string(const char *at, const char *string)
{
    assert_memory_equal(at, string, strlen(string));
    return at + strlen(string);
}

/* The example file as `explain` shows it: every byte of every line but the test's own mark and the blanks before it,
 * and ` # ← CODE` at the line where the finding is expected, nowhere else. */
static void compare_example(const json_t *shown, const char *code, const char *kind)
{
    char path[64];
    snprintf(path, sizeof path, "engine/api/examples/%s.%s.yaml", code, kind);
    struct page *page = open_page(path);
    const char *at = json_string_value(shown);
    assert_non_null(at);
    assert_true(page->len && page->bytes[page->len - 1] == '\n');
    for (size_t line = 1, len; line < count_lines(page); line++) {
        const char *bytes = line_of(page, line, &len), *mark = strstr(bytes, "# expect");
        bool marked = mark && mark < bytes + len;
        for (len = marked ? (size_t)(mark - bytes) : len; marked && len && bytes[len - 1] == ' ';)
            len--;
        for (size_t i = 0; i < len; i++)
            at = compare_byte(at, bytes[i]);
        for (size_t i = 0; i < page->n; i++)
            if (page->expected[i].line == line)
                at = compare_string(compare_string(at, " # ← "), page->expected[i].code);
        at = compare_string(at, "\n");
    }
    assert_string_equal(at, "");
    close_page(page);
}

/* Each bad example expects its own code once and nothing else, and its mended twin expects nothing. */
static void check_pair(const char *code)
{
    char path[64];
    snprintf(path, sizeof path, "engine/api/examples/%s.bad.yaml", code);
    struct page *bad = open_page(path);
    assert_int_equal(bad->n, 1);
    assert_string_equal(bad->expected[0].code, code);
    close_page(bad);
    snprintf(path, sizeof path, "engine/api/examples/%s.good.yaml", code);
    struct page *good = open_page(path);
    assert_int_equal(good->n, 0);
    close_page(good);
}

static void explain_all(enum baku_lang lang)
{
    struct baku *baku;
    assert_int_equal(baku_open(&(struct baku_options){.lang = lang}, &baku), BAKU_YES);
    for (size_t c = 0; c < CODES; c++) {
        struct baku_answer answer = {0};
        assert_int_equal(baku_explain(baku, codes[c], &answer), BAKU_YES);
        json_t *document = load(&answer), *page = json_array_get(json_object_get(document, "findings"), 0);
        assert_string_equal(text_at(page, "code"), codes[c]);
        check_words(page, "meaning");
        check_words(page, "why");
        check_words(page, "help");
        compare_example(json_object_get(page, "bad"), codes[c], "bad");
        compare_example(json_object_get(page, "mended"), codes[c], "good");
        json_decref(document);
    }
    baku_close(baku);
}

static void test_examples_are_explained(void **state)
{
    (void)state;
    for (size_t c = 0; c < CODES; c++)
        check_pair(codes[c]);
    explain_all(BAKU_ID);
    explain_all(BAKU_EN);
}

/* Does exactly one of the messages hold this? */
static bool names_one(const json_t *findings, const char *name)
{
    size_t i, n = 0;
    json_t *finding;
    json_array_foreach (findings, i, finding)
        n += strstr(text_at(finding, "message"), name) != NULL;
    return n == 1;
}

/* A file without a byte has no room for an expectation. */
static void test_empty_file(void **state)
{
    char path[] = "build/test-empty-XXXXXX";
    int descriptor = mkstemp(path);
    (void)state;
    assert_true(descriptor >= 0);
    fclose(fdopen(descriptor, "w"));
    json_t *document = check(path, BAKU_ID), *findings = json_object_get(document, "findings");
    remove(path);
    assert_int_equal(json_array_size(findings), 2); /* it lacks what every SOP has */
    assert_string_equal(text_at(json_array_get(findings, 0), "code"), "B007");
    assert_string_equal(text_at(json_array_get(findings, 1), "code"), "B007");
    assert_true(names_one(findings, "`title`") && names_one(findings, "`steps`"));
    assert_int_equal(number_at(json_array_get(findings, 0), "line"), 1);
    json_decref(document);
}

/* --- the place, the message and the way out of one slip --- */

struct slip {
    const char *text, *code;
    size_t line, column;
    const char *message, *help; /* a part of each; NULL: not looked at */
};

static void check_slip(const struct slip *slip)
{
    const char *path = "build/test-slip.yaml";
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(slip->text, file);
    assert_int_equal(fclose(file), 0);
    json_t *document = check(path, BAKU_ID), *findings = json_object_get(document, "findings");
    const json_t *finding = json_array_get(findings, 0);
    remove(path);
    assert_int_equal(json_array_size(findings), 1);
    assert_string_equal(text_at(finding, "code"), slip->code);
    assert_int_equal(number_at(finding, "line"), slip->line);
    assert_int_equal(number_at(finding, "column"), slip->column);
    if (slip->message && !strstr(text_at(finding, "message"), slip->message))
        fail_msg("not `%s`: %s", slip->message, text_at(finding, "message"));
    if (slip->help && !strstr(text_at(finding, "help"), slip->help))
        fail_msg("not `%s`: %s", slip->help, text_at(finding, "help"));
    json_decref(document);
}

#define SHEET(step) "title: T\nactors: {p: P}\nsteps:\n- {step: s, actor: p, " step "}\n"

static void test_slips(void **state)
{
    static const struct slip slips[] = {
        {SHEET("duration: 1.500 menit"), "B009", 4, 33, "1.500 menit", "tanda ribuan"},
        {SHEET("duration: 2-2.000 menit"), "B009", 4, 33, "2-2.000 menit", "tanda ribuan"},
        {SHEET("duration: 5 mnt"), "B009", 4, 33, "5 mnt", "Mungkin maksudnya `menit`?"},
        {SHEET("duration: 5 mins"), "B009", 4, 33, "5 mins", "Mungkin maksudnya `menit`?"},
        {SHEET("duration: 5 jm"), "B009", 4, 33, "5 jm", "Mungkin maksudnya `jam`?"},
        {"title: T\nactors: {p: P}\nsteps:\n- step: s\n  actor:\xC2\xA0p\n", "B004", 5, 9, "U+00A0", NULL},
        {"title: A\xC2\xA0"
         "B\nactors: {p: P}\nsteps: [{step: s, actor: p}]\n",
         "B004", 1, 9, "U+00A0", NULL},
        {SHEET("note: *a b"), "B004", 4, 29, "alias", NULL},
        {"title: T\nactors: {p: P}\nsteps: [{step: s, actor: p}]\nservice: *a b c\n", "B004", 4, 10, "alias", NULL},
        {"title: T\nactors: {p: P}\nsteps:\n- step: s\n  actor: p\n  note: a\n    - b\n", "B001", 7, 5, "`- `", NULL},
        {"title: T\nactors: {p: P}\nsteps:\n- step: s\n  aktor: p\n  inferred: [actor]\n", "B006", 5, 3, "`aktor`",
         "`actor`"},
        {"title: T\nactors: {p: P}\ndocuments: {a: A, b: B}\nsteps:\n- {step: s, actor: p, inputs: [a b]}\n", "B103", 5,
         32, "`a b`", "beberapa dokumen"},
        {"title: T\nactors: {p: P}\ndocuments: {a: A b}\nsteps:\n- {step: s, actor: p, inputs: [A b]}\n", "B103", 5, 32,
         "`A b`", "`a`? Yang ditulis di sini"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++)
        check_slip(&slips[i]);
}

/* --- limits, from both sides: files too large to keep --- */

struct limited {
    const char *head, *item, *tail; /* the item with its number, as often as the limit says */
    int most;
};

/* How many findings say that a limit is exceeded, and how many there are in all. */
static size_t count_over_limit(const struct limited *limited, int n, size_t *all)
{
    const char *path = "build/test-limit.yaml";
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(limited->head, file);
    for (int i = 0; i < n; i++) {
        const char *number = strchr(limited->item, '#');
        fprintf(file, "%.*s", number ? (int)(number - limited->item) : (int)strlen(limited->item), limited->item);
        if (number)
            fprintf(file, "%d%s", i, number + 1);
    }
    fputs(limited->tail, file);
    assert_int_equal(fclose(file), 0);
    json_t *document = check(path, BAKU_ID), *findings = json_object_get(document, "findings"), *finding;
    size_t over = 0, i;
    json_array_foreach (findings, i, finding)
        over += strcmp(text_at(finding, "code"), "B003") == 0;
    *all = json_array_size(findings);
    json_decref(document);
    remove(path);
    return over;
}

static void test_limits(void **state)
{
    static const struct limited all[] = {
        {"title: T\nactors: {p: P}\nsteps:\n", "- {step: s#, actor: p}\n", "", 1000},
        {"title: T\nsteps: [{step: s, actor: p0}]\nactors:\n", "  p#: P\n", "", 1000},
        {"title: T\nsteps: [{step: s, actor: p0}]\nactors:\n", "- p#: P\n", "", 1000},
        {"title: T\nactors: {p: P}\nsteps: [{step: s, actor: p}]\ndocuments:\n", "  d#: D\n", "", 1000},
        {"title: T\nactors: {p: P}\nsteps: [{step: s, actor: p, call: [", "c#, ", "]}]\n", 100},
        {"actors: {p: P}\nsteps: [{step: s, actor: p}]\ntitle: ", "a", "\n", 65536},
        {"title: T\nsteps: []\n#", "a", "\n", 262144 - 21},
    };
    size_t findings;
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        assert_int_equal(count_over_limit(&all[i], all[i].most, &findings), 0);
        assert_int_equal(count_over_limit(&all[i], all[i].most + 1, &findings), 1);
    }
}

/* What comes after the last step that is taken is not told of one by one, in whichever list it stands. */
static void test_one_limit_is_told_once(void **state)
{
    static const struct limited branches = {"title: T\nactors: {p: P}\nsteps:\n- step: s\n  parallel:\n",
                                            "  - [{step: s#, actor: p}]\n", "", 3000};
    static const struct limited calls = {"title: T\nactors: {p: P}\nsteps:\n",
                                         "- {step: s#, actor: p, call: [a, b, c, d, e, f, g]}\n", "", 900};
    size_t findings;
    (void)state;
    assert_int_equal(count_over_limit(&branches, branches.most, &findings), 1);
    assert_int_equal(findings, 1);
    assert_int_equal(count_over_limit(&calls, calls.most, &findings), 1);
}

/* --- the list of tests --- */

static void add_test(struct suite *suite, const char *name, CMUnitTestFunction function)
{
    struct CMUnitTest *tests = realloc(suite->tests, (suite->n + 1) * sizeof *tests);
    char *kept = strdup(name);
    if (!tests || !kept)
        abort();
    tests[suite->n++] = (struct CMUnitTest){.name = kept, .test_func = function, .initial_state = kept};
    suite->tests = tests;
}

static void add_folder(struct suite *suite, const char *folder)
{
    struct dirent **entries;
    int n = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        char path[1024];
        struct stat facts;
        const char *name = entries[i]->d_name, *end = strrchr(name, '.');
        snprintf(path, sizeof path, "%s/%s", folder, name);
        if (name[0] != '.' && stat(path, &facts) == 0 && S_ISDIR(facts.st_mode))
            add_folder(suite, path);
        else if (end && end != name && strcmp(end, ".yaml") == 0)
            add_test(suite, path, test_file);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
}

static void release(struct suite *suite)
{
    for (size_t i = 0; i < suite->n; i++)
        free(suite->tests[i].initial_state);
    free(suite->tests);
}

int main(void)
{
    const struct CMUnitTest whole[] = {
        cmocka_unit_test(test_every_code_is_expected),
        cmocka_unit_test(test_examples_are_explained),
        cmocka_unit_test(test_empty_file),
        cmocka_unit_test(test_slips),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_one_limit_is_told_once),
    };
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        add_folder(&files, folders[i]);
    int failed = _cmocka_run_group_tests("files", files.tests, files.n, NULL, NULL);
    failed += cmocka_run_group_tests(whole, NULL, NULL);
    release(&files);
    return failed != 0;
}
