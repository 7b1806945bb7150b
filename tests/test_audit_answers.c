/* What baku_audit answers about SOPs in files: the numbers as JSON, the page for people, Markdown and CSV; and the
 * rates that it is told. That the numbers are right is engine/time's own tests'. */
#define _XOPEN_SOURCE 700
#include "small_folder.h"

#include "api/audit.h"
#include "baku_audit.h"

static const char region[] = "name: Kota Kantor\n"
                             "actors: {pemohon: {title: Pemohon, applicant: true}, petugas: Petugas}\n"
                             "work_week: {senin: [08:00-12:00]}\n" FOLDER_TITLE_PAGE;

/* --- asking --- */

struct asked {
    enum baku_lang lang;
    enum baku_audit_format format;
    const char *const *names, *const *rates; /* up to a NULL; NULL: none */
    const char *start;
};

static size_t count(const char *const *list)
{
    size_t n = 0;
    while (list && list[n])
        n++;
    return n;
}

static json_t *audit_as(enum baku_status expected, struct asked asked)
{
    struct baku *baku;
    struct baku_answer answer;
    struct baku_audit_options options = {
        .format = asked.format, .rates = asked.rates, .n_rates = count(asked.rates), .start = asked.start};
    assert_int_equal(baku_open(&(struct baku_options){.sops = folder_root, .lang = asked.lang, .details = 1}, &baku),
                     BAKU_YES);
    enum baku_status status = baku_audit(baku, asked.names, count(asked.names), &options, &answer);
    if (status != expected)
        fail_msg("status %d, %s", (int)status, answer.json);
    return folder_json(baku, &answer);
}

/* The audit of the one SOP a/x, with the rates, in English. */
static json_t *audit_x(enum baku_status expected, const char *const *rates)
{
    return audit_as(expected, (struct asked){.lang = BAKU_EN, .names = PATHS("a/x"), .rates = rates});
}

static json_t *first_audit(json_t *document) { return json_array_get(json_object_get(document, "audits"), 0); }

/* A SOP of those steps and claims; the region, too. */
static void write_x(const char *steps, const char *claims)
{
    folder_write("a/region.yaml", region);
    FILE *file = folder_begin("a/x.yaml");
    fprintf(file, "title: T\nsteps:\n%s%s%s", steps, *claims ? "claims: " : "", claims);
    folder_end(file);
}

/* The value at `KEY.KEY.0.KEY` as compact JSON; valid until the next call. */
static const char *value_at(const json_t *from, const char *path)
{
    static char *text;
    const json_t *at = from;
    char copy[200], *rest = copy;
    snprintf(copy, sizeof copy, "%s", path);
    for (char *part; (part = strtok_r(rest, ".", &rest));)
        at = json_is_array(at) ? json_array_get(at, (size_t)atoi(part)) : json_object_get(at, part);
    if (!at)
        fail_msg("nothing at %s", path);
    free(text);
    text = json_dumps(at, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    assert_non_null(text);
    return text;
}

#define expect_at(document, path, text) assert_string_equal(value_at(first_audit(document), path), text)

/* --- the page as text --- */

/* The blocks one a line: `KIND: text`, a table's rows as `| cell | cell`. */
static const char *page_of(const json_t *blocks)
{
    static char all[1 << 15];
    size_t i, r, c, used = 0;
    const json_t *block, *row, *cell;
    all[0] = '\0';
    json_array_foreach (blocks, i, block) {
        if (strcmp(string_at(block, "kind"), "table") != 0)
            used += (size_t)snprintf(all + used, sizeof all - used, "%s: %s\n", string_at(block, "kind"),
                                     string_at(block, "text"));
        json_array_foreach (json_object_get(block, "rows"), r, row) {
            json_array_foreach (row, c, cell)
                used += (size_t)snprintf(all + used, sizeof all - used, "| %s ", json_string_value(cell));
            used += (size_t)snprintf(all + used, sizeof all - used, "\n");
        }
        assert_true(used < sizeof all);
    }
    return all;
}

static void expect_line(const char *page, const char *line)
{
    size_t len = strlen(line);
    for (const char *at = page; (at = strstr(at, line)); at++)
        if ((at == page || at[-1] == '\n') && (at[len] == '\n' || !at[len]))
            return;
    fail_msg("no line `%s` in:\n%s", line, page);
}

/* Audits a/x and expects the lines, up to a NULL, on its page in that language. */
static void expect_page(enum baku_status expected, enum baku_lang lang, const char *const *lines)
{
    json_t *document = audit_as(expected, (struct asked){.lang = lang, .names = PATHS("a/x")});
    const char *page = page_of(json_object_get(first_audit(document), "page"));
    for (; *lines; lines++)
        expect_line(page, *lines);
    json_decref(document);
}

#define LINES(...) ((const char *const[]){__VA_ARGS__, NULL})

/* --- numbers --- */

/* Three steps of 2, 3 and 1 minutes; the second sends back to the first. By hand: straight 6, one Tidak adds 5, the
 * mean at 1/10 is 5 / 0.9 + 1 minutes, its variance 25 * 0.1 / 0.81, and 9 of 10 cases take 6 minutes. */
static const char back[] = "- {step: tulis, actor: pemohon, duration: 2 menit}\n"
                           "- {step: periksa, actor: petugas, duration: 3 menit,\n"
                           "   decision: {question: Q, tidak: tulis}}\n"
                           "- {step: sahkan, actor: petugas, duration: 1 menit}\n";

static void what_one_decision_costs(void **state)
{
    (void)state;
    write_x(back, "{total: 6 menit, hours: \"0,1 jam\"}\n");
    json_t *document = audit_x(BAKU_YES, NULL);
    expect_at(document, "sop", "\"a/x\"");
    expect_at(document, "verdict", "\"exact\"");
    expect_at(document, "claim.hours_expected", "{\"min_s\":360,\"max_s\":360}");
    expect_at(document, "straight", "{\"min_s\":360,\"max_s\":360}");
    expect_at(document, "shortest", "{\"min_s\":360,\"path\":[\"tulis\",\"periksa\",\"sahkan\"],\"cut\":false}");
    expect_at(document, "rework",
              "[{\"step\":\"periksa\",\"sop\":\"a/x\",\"back_to\":\"tulis\","
              "\"adds\":{\"min_s\":300,\"max_s\":300},\"reason\":null}]");
    expect_at(document, "expected.0.mean", "{\"min_s\":393.333333333,\"max_s\":393.333333333}");
    expect_at(document, "expected.0.stddev", "{\"min_s\":105.409255339,\"max_s\":105.409255339}");
    expect_at(document, "expected.1.rate", "0.2");
    expect_at(document, "kept.0", "{\"rate\":0.1,\"share\":{\"min\":0.9,\"max\":0.9},\"reason\":null}");
    expect_at(
        document, "actors.0",
        "{\"actor\":\"pemohon\",\"title\":\"Pemohon\",\"applicant\":true,\"work\":{\"min_s\":120,\"max_s\":120}}");
    expect_at(document, "calendar", "null");
    expect_at(document, "reasons", "[]");
    assert_int_equal(json_array_size(json_object_get(document, "unaudited")), 0);
    json_decref(document);
}

/* Both ends of a range; its ends beside the claim. */
static void a_path_may_lie_on_both_sides_of_a_claim(void **state)
{
    (void)state;
    write_x("- {step: tulis, actor: pemohon, duration: 2-4 menit}\n"
            "- {step: periksa, actor: petugas, duration: 3 menit, decision: {question: Q, tidak: end}}\n"
            "- {step: sahkan, actor: petugas, duration: 1 menit}\n",
            "{total: 7 menit}\n");
    json_t *document = audit_x(BAKU_NO, NULL);
    expect_at(document, "verdict", "\"variant\"");
    expect_at(document, "straight", "{\"min_s\":360,\"max_s\":480}");
    expect_at(document, "paths.0.answers", "{\"periksa\":[\"ya\"]}");
    expect_at(document, "paths.0.meets_claim", "null");
    expect_at(document, "paths.1.answers", "{\"periksa\":[\"tidak\"]}");
    expect_at(document, "paths.1.steps", "[\"tulis\",\"periksa [tidak]\"]");
    expect_at(document, "paths.1.meets_claim", "true");
    expect_at(document, "paths_in_all", "2");
    expect_at(document, "kept.0.share", "{\"min\":0.5,\"max\":1.0}");
    json_decref(document);
}

static void a_rate_of_one_has_no_mean(void **state)
{
    (void)state;
    write_x(back, "{total: 6 menit}\n");
    json_t *document = audit_x(BAKU_YES, LINES("1", "100%", "0"));
    assert_int_equal(json_array_size(json_object_get(first_audit(document), "expected")), 2); /* once told twice */
    expect_at(document, "expected.0.mean", "null");
    expect_at(document, "expected.0.reason", "\"a case that is always sent back never ends\"");
    expect_at(document, "kept.0.share", "null");
    expect_at(document, "kept.0.reason", "\"a case that is always sent back never ends\"");
    expect_at(document, "expected.1.mean", "{\"min_s\":360.0,\"max_s\":360.0}");
    const char *page = page_of(json_object_get(first_audit(document), "page"));
    expect_line(page, "| 100% | – | – | – ");
    expect_line(page, "sentence: Rate 100%: a case that is always sent back never ends.");
    json_decref(document);
}

static void what_has_no_end_says_why(void **state)
{
    (void)state;
    write_x("- {step: tulis, actor: pemohon, duration: 2 menit, decision: {question: Q, ya: periksa, tidak: end}}\n"
            "- {step: periksa, actor: petugas, duration: 3 menit, next: tulis}\n",
            "{total: 6 menit}\n");
    json_t *document = audit_x(BAKU_NO, NULL);
    expect_at(document, "verdict", "\"wrong\"");
    expect_at(document, "straight", "null");
    expect_at(document, "reasons.0", "{\"of\":\"straight\",\"reason\":\"the path with every answer Ya never ends\"}");
    expect_at(document, "reasons.1", "{\"of\":\"longest\",\"reason\":\"some path can go round without end\"}");
    expect_at(document, "longest.max_s", "null");
    expect_line(page_of(json_object_get(first_audit(document), "page")),
                "verdict: The claim of 6 minutes cannot be upheld: the path with every answer Ya never ends.");
    json_decref(document);
}

/* --- what a path tells a case --- */

static struct baku_told told_of(const char *step, const json_t *values, const char **room)
{
    size_t i;
    const json_t *value;
    json_array_foreach (values, i, value)
        room[i] = json_string_value(value);
    return (struct baku_told){.step = step, .values = room, .n = json_array_size(values)};
}

enum { MOST = 64 };

static size_t tell(json_t *object, struct baku_told *told, const char *(*rooms)[MOST])
{
    size_t n = 0;
    const char *step;
    json_t *values;
    json_object_foreach(object, step, values)
    {
        assert_true(n < MOST && json_array_size(values) < MOST);
        told[n] = told_of(step, values, rooms[n]);
        n++;
    }
    return n;
}

/* A case that is told the path's answers, choices and documents completes its steps in its time. */
static void run_path(struct baku *baku, const char *sop, const json_t *path)
{
    static const char *rooms[2][MOST][MOST];
    static struct baku_told told[2][MOST];
    const char *with[MOST];
    struct baku_answer answer;
    const json_t *list = json_object_get(path, "with"), *step;
    size_t i, n = json_array_size(list);
    struct baku_run_options options = {.answers = told[0], .choices = told[1], .with = with, .n_with = n};
    assert_true(n < MOST);
    for (i = 0; i < n; i++)
        with[i] = json_string_value(json_array_get(list, i));
    options.n_answers = tell(json_object_get(path, "answers"), told[0], rooms[0]);
    options.n_choices = tell(json_object_get(path, "choices"), told[1], rooms[1]);
    assert_int_equal(baku_run(baku, sop, &options, &answer), BAKU_YES);
    json_t *run = json_loads(answer.json, 0, NULL), *steps = json_array();
    baku_answer_release(&answer);
    json_array_foreach (json_object_get(run, "steps"), i, step)
        json_array_append_new(steps, json_sprintf("%s%s", string_at(step, "step"),
                                                  strcmp(string_at(step, "answer"), "tidak") == 0 ? " [tidak]" : ""));
    assert_true(json_equal(steps, json_object_get(path, "steps")));
    assert_true(json_equal(json_object_get(run, "elapsed"), json_object_get(path, "elapsed")));
    json_decref(steps);
    json_decref(run);
}

/* In every SOP of the project: what an audit says of a path is what a case does. */
static void a_path_tells_a_case_how_to_go(void **state)
{
    struct baku *baku;
    struct baku_answer answer;
    size_t i, p, paths = 0;
    const json_t *audit, *path;
    (void)state;
    assert_int_equal(baku_open(&(struct baku_options){.sops = "sops"}, &baku), BAKU_YES);
    assert_int_equal(baku_audit(baku, NULL, 0, NULL, &answer), BAKU_NO); /* kaltim/hilang: variant */
    json_t *document = json_loads(answer.json, 0, NULL);
    baku_answer_release(&answer);
    json_array_foreach (json_object_get(document, "audits"), i, audit) {
        json_array_foreach (json_object_get(audit, "paths"), p, path) {
            run_path(baku, string_at(audit, "sop"), path);
            paths++;
        }
    }
    assert_true(i >= 15 && paths > i);
    json_decref(document);
    baku_close(baku);
}

/* --- sentences --- */

static void the_verdict_says_why(void **state)
{
    (void)state;
    write_x(back, "{total: 6 menit}\n");
    expect_page(BAKU_YES, BAKU_ID,
                LINES("verdict: Klaim 6 menit tepat: dengan semua jawaban Ya perkara memakan 6 menit."));
    write_x(back, "{total: 5 menit}\n");
    expect_page(
        BAKU_NO, BAKU_ID,
        LINES("verdict: Klaim 5 menit keliru: dengan semua jawaban Ya perkara memakan 6 menit, 1 menit lebih lama.",
              "heading: Jalur yang melampaui klaim", "| 3 | sahkan | Petugas | 1 | ◄ 6 ",
              "sentence: ◄ klaim 5 menit terlampaui di sini."));
    write_x(back, "{total: \"0,5 jam\"}\n");
    expect_page(
        BAKU_NO, BAKU_EN,
        LINES(
            "verdict: The claim of 30 minutes is wrong: with every answer Ya a case takes 6 minutes, 24 minutes less.",
            "| Total on the sheet | 0,5 jam, that is 30 minutes ", "heading: The path with every answer Ya",
            "| 2 | periksa: Ya | Petugas | 3 | 5 "));
    write_x(back, "");
    expect_page(BAKU_YES, BAKU_EN,
                LINES("verdict: This sheet states no total time."));
    write_x(back, "{total: 1 hari}\n");
    expect_page(
        BAKU_YES, BAKU_EN,
        LINES("verdict: The total on the sheet, 1 hari, cannot be computed: this region does not define its unit."));
    write_x(back, "{total: 2 hari kalender}\n");
    expect_page(
        BAKU_YES, BAKU_EN,
        LINES("verdict: The total on the sheet, 2 hari kalender, is calendar time; the working time of its steps "
              "cannot be compared with it."));
}

static void a_step_without_a_time_is_named(void **state)
{
    static const char steps[] =
        "- {step: tulis, actor: pemohon}\n- {step: periksa, actor: petugas, duration: 3 menit}\n"
        "- {step: sahkan, actor: petugas, duration: 1 hari}\n";
    (void)state;
    write_x(steps, "{total: 3 menit}\n");
    expect_page(BAKU_YES, BAKU_EN,
                LINES("verdict: The claim of 3 minutes is not certain: the time of step 1 tulis and 3 sahkan is not "
                      "known; the other steps, with every answer Ya, take 3 minutes.",
                      "| Every answer Ya | at least 3 minutes ", "| 1 tulis | not stated ",
                      "| 3 sahkan | 1 hari; this region does not define the unit "));
    write_x(steps, "{total: 2 menit}\n");
    expect_page(BAKU_YES, BAKU_EN,
                LINES("verdict: The claim of 2 minutes is exceeded: with every answer Ya the steps whose time is known "
                      "already take 3 minutes, and the time of step 1 tulis and 3 sahkan is not known.",
                      "| 2 | periksa | Petugas | 3 | ◄ 3 ", "| 1 | tulis | Pemohon | not stated | 0 "));
}

/* The way with every answer Ya never ends: nothing is said of what it takes. */
static void a_lower_bound_of_nothing_is_no_time(void **state)
{
    (void)state;
    write_x("- {step: tulis, actor: pemohon, duration: 2 menit}\n- {step: periksa, actor: petugas}\n"
            "- {step: sahkan, actor: petugas, duration: 3 menit, decision: {question: Q, ya: tulis, tidak: end}}\n",
            "{total: 50 menit}\n");
    expect_page(BAKU_YES, BAKU_EN,
                LINES("verdict: The claim of 50 minutes cannot be tested: the time of step 2 periksa is not known, and "
                      "the path with every answer Ya never ends.",
                      "| Every answer Ya | the path with every answer Ya never ends "));
}

static void a_variant_is_told_by_what_differs(void **state)
{
    (void)state;
    write_x("- {step: urus, actor: petugas, call: [y, z]}\n", "{total: 5 menit}\n");
    folder_write("a/y.yaml", "title: Y\nsteps: [{step: satu, actor: petugas, duration: 5 menit}]\n");
    folder_write("a/z.yaml", "title: Z\nsteps: [{step: satu, actor: petugas, duration: 7 menit}]\n");
    expect_page(BAKU_NO, BAKU_EN,
                LINES("verdict: The claim of 5 minutes is true only with y; with z 7 minutes.",
                      "| 1 | urus → a/z | Petugas |  |  ", "|  | urus/satu | Petugas | 7 | ◄ 7 ",
                      "| 1 urus | a/y | not stated | 5 minutes |  ",
                      "| Without rework | 5–7 minutes, 2 paths; the claim is kept on 1 ",
                      "| Mean | 6.0 minutes where every choice is even; 50 of 100 cases keep the claim "));
    FILE *file = folder_begin("a/x.yaml");
    fputs("title: T\ndocuments: {akun: {title: Akun, given: optional}}\nsteps:\n"
          "- {step: buat, actor: petugas, outputs: [akun], unless: akun, duration: 2 menit}\n"
          "- {step: pakai, actor: pemohon, inputs: [akun], duration: 5 menit}\nclaims: {total: 7 menit}\n",
          file);
    folder_end(file);
    expect_page(BAKU_NO, BAKU_EN,
                LINES("verdict: The claim of 7 minutes is true only where akun is not brought; where akun is brought 5 minutes."));
}

/* The same two SOPs at two steps: it matters at which which was chosen. */
static void a_choice_is_told_by_its_step(void **state)
{
    (void)state;
    write_x("- {step: c, actor: petugas, call: [y, z]}\n- {step: d, actor: petugas, call: [y, z]}\n",
            "{total: 10 menit}\n");
    folder_write("a/y.yaml", "title: Y\nsteps: [{step: satu, actor: petugas, duration: 5 menit}]\n");
    folder_write("a/z.yaml", "title: Z\nsteps: [{step: satu, actor: petugas, duration: 7 menit}]\n");
    expect_page(BAKU_NO, BAKU_EN,
                LINES("verdict: The claim of 10 minutes is true only with c: y and with d: y; with c: y and with d: z "
                      "12 minutes, with c: z and with d: y 12 minutes and with c: z and with d: z 14 minutes."));
}

static void hours_and_limits_stand_beside_the_claim(void **state)
{
    (void)state;
    write_x(back, "{total: 6 menit, hours: \"0,2 jam\", limit: {duration: 5 menit, basis: Perda 1}}\n");
    expect_page(BAKU_YES, BAKU_ID,
                LINES("| Jam pada lembar | 0,2 jam; seharusnya 0,1 jam ",
                      "| Batas hukum atau standar | 5 menit menurut Perda 1; dilampaui klaim "));
    write_x(back, "{total: 6 menit, limit: {duration: 3 jam}}\n");
    expect_page(BAKU_YES, BAKU_ID,
                LINES("| Batas hukum atau standar | 3 jam, yaitu 180 menit; klaim dan jalur terlama di dalamnya "));
    write_x(back, "{limit: {duration: 5 menit}}\n");
    expect_page(BAKU_YES, BAKU_EN,
                LINES("| Limit by law or standard | 5 minutes; the longest path, 6 minutes, exceeds it "));
    write_x(back, "{limit: {duration: 6 menit}}\n");
    expect_page(BAKU_YES, BAKU_EN, LINES("| Limit by law or standard | 6 minutes; the longest path is within it "));
    write_x(back, "{total: 6 menit, limit: {duration: 3 hari kalender}}\n");
    expect_page(BAKU_YES, BAKU_EN,
                LINES("| Limit by law or standard | 3 days on the calendar; working time cannot be compared with it "));
    write_x(back, "{total: 6 menit, limit: {duration: 3 hari}}\n");
    expect_page(BAKU_YES, BAKU_EN,
                LINES("| Limit by law or standard | stated in a unit that this region does not define "));
    write_x("- {step: tulis, actor: pemohon, duration: 9 menit, decision: {question: Q, ya: end, tidak: cari}}\n"
            "- {step: cari, actor: petugas, duration: 9 menit}\n",
            "{total: 9 menit, limit: {duration: 10 menit}}\n");
    expect_page(
        BAKU_YES, BAKU_EN,
        LINES("| Limit by law or standard | 10 minutes; the claim is within it, but the longest path, 18 minutes, "
              "exceeds it ",
              "| 1 | tulis: Tidak | Pemohon | 9 | 9 ", "| 2 | cari | Petugas | 9 | ◄ 18 "));
}

static void whose_time_it_is(void **state)
{
    (void)state;
    write_x(back, "{total: 6 menit}\n");
    expect_page(BAKU_YES, BAKU_ID,
                LINES("| Pemohon | 2 | 33% ", "| Petugas | 4 | 67% ",
                      "sentence: Pemohon 2 menit (33%), kantor 4 menit (67%).",
                      "| 2 periksa | 1 tulis | 5 menit | 11 menit ", "| 10% (1 dari 10) | 6,6 | 1,8 | 90 dari 100 "));
}

/* Nothing is said of what there is nothing to say about. */
static void an_empty_part_is_left_out(void **state)
{
    (void)state;
    write_x("- {step: tulis, actor: pemohon, duration: 2 menit}\n", "");
    json_t *document = audit_x(BAKU_YES, NULL);
    const char *page = page_of(json_object_get(first_audit(document), "page"));
    assert_string_equal(page, "title: T\nline: SOP a/x · Kota Kantor\n"
                              "verdict: This sheet states no total time.\n"
                              "| Every answer Ya | 2 minutes \n| Sum of the time column | 2 minutes \n"
                              "heading: Whose time it is, with every answer Ya\n"
                              "| Actor | Minutes | Share \n| Pemohon | 2 | 100% \n");
    assert_int_equal(json_array_size(json_object_get(document, "summary")), 0);
    json_decref(document);
}

static void time_on_the_calendar_stands_apart(void **state)
{
    (void)state;
    folder_write("a/region.yaml", region);
    folder_write("a/x.yaml", "title: T\ndocuments: {tautan: {title: L, valid_for: 24 jam}}\nsteps:\n"
                             "- {step: kirim, actor: petugas, outputs: [tautan], duration: 3 hari kalender}\n"
                             "- {step: isi, actor: pemohon, inputs: [tautan], duration: 90 detik, expired: kirim}\n");
    json_t *document = audit_x(BAKU_YES, NULL);
    expect_at(document, "straight", "{\"min_s\":90,\"max_s\":90}");
    expect_at(document, "wall.0", "{\"at\":\"kirim\",\"kind\":\"step\",\"time\":{\"min_s\":259200,\"max_s\":259200}}");
    expect_at(document, "wall.1.kind", "\"document\"");
    const char *page = page_of(json_object_get(first_audit(document), "page"));
    expect_line(page, "| 1 kirim | 3 days ");
    expect_line(page, "| tautan | valid for 1 day ");
    expect_line(page, "| Every answer Ya | 1.5 minutes ");
    json_decref(document);
}

static FILE *begin_sop(const char *name)
{
    FILE *file = folder_begin(name);
    fputs("title: T\nsteps:\n", file);
    return file;
}

/* 205 decisions that can be done again; 11 calls of 1,000 steps. */
static void a_long_page_is_cut(void **state)
{
    (void)state;
    folder_write("a/region.yaml", region);
    FILE *file = begin_sop("a/x.yaml");
    for (int i = 0; i < 205; i++)
        fprintf(file, "- {step: s%d, actor: petugas, duration: 1 menit, decision: {question: Q, tidak: s%d}}\n", i, i);
    fputs("claims: {total: 100 menit}\n", file);
    folder_end(file);
    expect_page(BAKU_NO, BAKU_EN,
                LINES("| 200 s199 | 200 s199 | 1 minute | 206 minutes ", "| 101 | s100: Ya | Petugas | 1 | ◄ 101 ",
                      "sentence: … and 5 more; all with --format json."));
    file = begin_sop("a/y.yaml");
    for (int i = 0; i < 1000; i++)
        fprintf(file, "- {step: s%d, actor: petugas, duration: 1 menit}\n", i);
    folder_end(file);
    file = begin_sop("a/x.yaml");
    for (int i = 0; i < 11; i++)
        fprintf(file, "- {step: c%d, actor: petugas, call: y}\n", i);
    fputs("claims: {total: 100 menit}\n", file);
    folder_end(file);
    expect_page(BAKU_NO, BAKU_EN,
                LINES("| Every answer Ya | 11000 minutes (183 hours 20 minutes) ",
                      "heading: The path that breaks the claim",
                      "sentence: This path is too long to be written down step by step."));
}

/* --- what is asked for --- */

static const char *sops_of(const json_t *document)
{
    static char all[1024];
    size_t i, used = 0;
    const json_t *audit;
    all[0] = '\0';
    json_array_foreach (json_object_get(document, "audits"), i, audit)
        used += (size_t)snprintf(all + used, sizeof all - used, "%s%s", i ? " " : "", string_at(audit, "sop"));
    return all;
}

static void write_three(void)
{
    static const char sop[] = "title: T\nsteps: [{step: satu, actor: petugas, duration: 5 menit}]\n";
    folder_write("a/region.yaml", region);
    folder_write("b/region.yaml", region);
    folder_write("a/y.yaml", sop);
    folder_write("a/x.yaml", sop);
    folder_write("b/x.yaml", sop);
}

static void expect_sops(const char *const *names, const char *expected)
{
    json_t *document = audit_as(BAKU_YES, (struct asked){.names = names});
    assert_string_equal(sops_of(document), expected);
    json_decref(document);
}

static void names_are_sops_and_regions(void **state)
{
    (void)state;
    write_three();
    expect_sops(NULL, "a/x a/y b/x");
    expect_sops(PATHS("b/x", "a/y"), "b/x a/y");
    expect_sops(PATHS("a"), "a/x a/y");
    expect_sops(PATHS("a/", "a/x", "b"), "a/x a/y b/x");
    expect_sops(PATHS(folder_path("b")), "b/x");
    expect_sops(PATHS(folder_path("")), "a/x a/y b/x");
    expect_sops(PATHS(folder_path("b/x.yaml"), "a/y", "b"), "b/x a/y");
    expect_sops(PATHS(folder_path("a/region.yaml")), "a/x a/y");
}

static void expect_error(json_t *document, const char *message, const char *help)
{
    const json_t *error = json_object_get(document, "error");
    assert_string_equal(string_at(error, "message"), message);
    assert_non_null(strstr(string_at(error, "help"), help));
    json_decref(document);
}

static void an_unknown_name_gets_the_nearest(void **state)
{
    (void)state;
    write_three();
    folder_make("kosong");
    expect_error(audit_as(BAKU_UNKNOWN, (struct asked){.lang = BAKU_EN, .names = PATHS("a/xx")}),
                 "there is no SOP `a/xx`", "Did you mean `a/x`?");
    expect_error(audit_as(BAKU_UNKNOWN, (struct asked){.lang = BAKU_EN, .names = PATHS("a/y", "y")}),
                 "there is no SOP `y`", "Did you mean `a/y`?");
    expect_error(audit_as(BAKU_UNKNOWN, (struct asked){.lang = BAKU_EN, .names = PATHS("")}), "there is no SOP ``",
                 "looked up");
    json_decref(audit_as(BAKU_UNKNOWN, (struct asked){.names = PATHS("kosong")}));
    json_decref(audit_as(BAKU_UNKNOWN, (struct asked){.names = PATHS("a/region")}));
}

/* They are listed, the others are audited all the same. */
static void sops_with_errors_are_listed(void **state)
{
    (void)state;
    write_three();
    folder_write("a/rusak.yaml", "title: T\nsteps: [{step: satu, actor: siapa}]\n");
    folder_write("a/y.yaml", "title: T\nsteps: [{step: satu, actor: petugas, call: rusak}]\n");
    folder_write("b/region.yaml", "actors: 7: 8\n");
    json_t *document = audit_as(BAKU_NO, (struct asked){.lang = BAKU_EN});
    assert_string_equal(sops_of(document), "a/x");
    assert_string_equal(
        value_at(document, "unaudited"),
        "[{\"sop\":\"a/rusak\",\"reason\":\"it has errors; see: baku check a/rusak\"},"
        "{\"sop\":\"a/y\",\"reason\":\"a SOP that it calls, a/rusak, has errors; see: baku check a/y\"},"
        "{\"sop\":\"b/x\",\"reason\":\"its region's file has errors; see: baku check b/x\"}]");
    expect_line(page_of(json_object_get(document, "summary")),
                "sentence: Not audited: a/rusak. Why: it has errors; see: baku check a/rusak.");
    json_decref(document);
}

static void many_are_summed_up(void **state)
{
    (void)state;
    write_three();
    write_x(back, "{total: 5 menit}\n");
    json_t *document = audit_as(BAKU_NO, (struct asked){.lang = BAKU_ID, .names = PATHS("a"), .rates = LINES("25%")});
    const char *summary = page_of(json_object_get(document, "summary"));
    expect_line(summary, "| SOP | Klaim | Semua Ya | Satu Tidak | Ditepati | Putusan ");
    expect_line(summary, "| a/x | 5 | 6 | +5 | 0 | keliru ");
    expect_line(summary, "| a/y | – | 5 | – | – | tanpa klaim ");
    assert_non_null(strstr(summary, "sebanyak 25%."));
    json_decref(document);
}

/* --- rates --- */

/* What is told of a/x by these lines of a file, or its error. */
static void expect_rates(const char *lines, const char *told)
{
    folder_write("laju.txt", lines);
    json_t *document = audit_x(BAKU_YES, LINES(folder_path("laju.txt")));
    expect_at(document, "told", told);
    json_decref(document);
}

static void a_file_tells_rates(void **state)
{
    static const char tenth[] = "[{\"step\":\"periksa\",\"rate\":0.15}]";
    (void)state;
    write_x(back, "");
    folder_write("a/y.yaml", "title: Y\nsteps:\n- {step: putus, actor: petugas, decision: {question: Q, tidak: end}}\n"
                             "- {step: akhir, actor: petugas}\n");
    expect_rates("a/x periksa 0,15\n", tenth);
    expect_rates("# laju Tidak tahun ini\n\na/x periksa 0.15 # dari arsip\r\n", tenth);
    expect_rates("\xEF\xBB\xBFsop,step,rate\na/x,periksa,0.15", tenth);
    expect_rates("SOP;Langkah;Laju\n\"a/x\";\"periksa\";\"0,15\"\n", tenth);
    expect_rates("a/x,periksa,0,15\n", tenth);
    expect_rates("a/x , periksa , 15 %\n", tenth);
    expect_rates("a/x\tperiksa\t15%\n", tenth);
    expect_rates("periksa = 0,15\n", tenth);
    expect_rates("periksa,0,15\n", tenth);
    expect_rates("periksa 0,5\nperiksa 0,15\n", tenth);     /* the last one */
    expect_rates("a/x periksa 0,15\nperiksa 0,5\n", tenth); /* the one that names its SOP */
    expect_rates("a/y putus 0,5\nperiksa 0,15\n", tenth);   /* of another SOP, that is not audited */
    expect_rates("a/y putus 0,5\n", "[]");
    expect_rates("", "[]");
    json_t *document = audit_x(BAKU_YES, LINES("periksa=0,15", "0.3"));
    expect_at(document, "told", tenth);
    expect_at(document, "expected.0.rate", "0.3");
    expect_at(document, "expected.0.mean.min_s", "412.941176471"); /* 5 / 0.85 + 1 minutes: what is told holds */
    expect_line(page_of(json_object_get(first_audit(document), "page")), "sentence: With rates of their own: periksa 15%. The rows below are for the other decisions.");
    json_decref(document);
}

static void expect_silence(const char *lines, const char *const *rates, bool silent)
{
    folder_write("laju.txt", lines);
    json_t *document = audit_x(BAKU_YES, rates);
    const char *page = page_of(json_object_get(first_audit(document), "page"));
    assert_true((strstr(page, "sentence: The rate file says nothing of any decision of this SOP.\n") != NULL) == silent);
    json_decref(document);
}

static void a_file_that_says_nothing_is_told(void **state)
{
    (void)state;
    write_x(back, "");
    folder_write("a/y.yaml", "title: Y\nsteps: [{step: putus, actor: petugas, decision: {question: Q, tidak: end}}]\n");
    const char *const *file = LINES(folder_path("laju.txt"));
    expect_silence("", file, true);
    expect_silence("# belum ada\n", file, true);
    expect_silence("a/y putus 0,5\n", file, true);
    expect_silence("a/x periksa 0,5\n", file, false);
    expect_silence("periksa 0,5\n", file, false);
    expect_silence("a/y putus 0,5\n", LINES(folder_path("laju.txt"), "periksa=0.1"), true);
    expect_silence("", LINES("periksa=0.1", "0.5"), false);
}

static void expect_wrong(const char *rate, const char *message, const char *help)
{
    expect_error(audit_x(BAKU_UNKNOWN, LINES(rate)), message, help);
}

static void a_wrong_rate_is_told(void **state)
{
    (void)state;
    write_x(back, "");
    expect_wrong("1,5", "--rate: the rate `1,5` is not between 0 and 1", "10%");
    expect_wrong("101%", "--rate: the rate `101%` is not between 0 and 1", "10%");
    expect_wrong("-0.1", "--rate: the rate `-0.1` is not between 0 and 1", "10%");
    expect_wrong("0.1.2", "--rate: `0.1.2` is no rate", "from 0 to 1");
    expect_wrong(",5", "--rate: `,5` is no rate", "from 0 to 1");
    expect_wrong("5.", "--rate: `5.` is no rate", "from 0 to 1");
    expect_wrong("", "--rate: `` is no rate", "from 0 to 1");
    expect_wrong("0.1234567890123456", "--rate: the rate `0.1234567890123456` has more than 15 digits", "Round");
    expect_wrong("=5%", "--rate: there is no step's name before the `=`: `=5%`", "verifikasi=5%");
    expect_wrong(" = ", "--rate: there is no step's name before the `=`: ` = `", "verifikasi=5%");
    expect_wrong("periksa=sering", "--rate: `sering` is no rate", "from 0 to 1");
    expect_wrong("periksaa=0.1", "--rate: there is no step `periksaa` in what is audited", "Did you mean `periksa`?");
    expect_wrong("tulis=0.1", "--rate: step `tulis` asks nothing, so it is never answered Tidak", "decision");
    expect_wrong("laju-tak-ada.txt", "`laju-tak-ada.txt` is no rate, not STEP=RATE, and no file of that name exists",
                 "0.15");
}

/* Each is told with the line on which it stands. */
static void expect_wrong_line(const char *lines, const char *line, const char *message)
{
    char all[FOLDER_PATH * 2];
    folder_write("laju.txt", lines);
    snprintf(all, sizeof all, "%s:%s: %s", folder_path("laju.txt"), line, message);
    expect_wrong(folder_path("laju.txt"), all, "");
}

static void a_wrong_line_is_told_by_its_number(void **state)
{
    (void)state;
    write_x(back, "");
    expect_wrong_line("a/x periksa 0,1\n# -\na/x periksa\n", "3",
                      "this line is not `SOP STEP RATE` or `STEP RATE`: `a/x periksa`");
    expect_wrong_line("periksa\n", "1", "this line is not `SOP STEP RATE` or `STEP RATE`: `periksa`");
    expect_wrong_line("\na/x periksa banyak\n", "2", "`banyak` is no rate");
    expect_wrong_line("a/x periksa 7\n", "1", "the rate `7` is not between 0 and 1");
    expect_wrong_line("a/z periksa 0,1\n", "1", "there is no SOP `a/z`");
    expect_wrong_line("a/x putus 0,1\n", "1", "there is no step `putus` in what is audited");
    expect_wrong_line("sop step rate\nsop step rate\n", "2", "`rate` is no rate");
    folder_write("laju.txt", "");
    assert_int_equal(truncate(folder_path("laju.txt"), 262145), 0);
    json_t *document = audit_x(BAKU_UNKNOWN, LINES(folder_path("laju.txt")));
    assert_non_null(strstr(string_at(json_object_get(document, "error"), "message"), "is larger than 256 KiB"));
    json_decref(document);
}

/* --- the start --- */

static void expect_start(const char *start, const char *key, const char *said)
{
    json_t *document =
        audit_as(BAKU_YES, (struct asked){.lang = BAKU_EN, .names = PATHS("a/x"), .start = start});
    const char *found = string_at(json_object_get(first_audit(document), "calendar"), key);
    if (strcmp(found, said) != 0)
        fail_msg("%s: %s is %s", start, key, found);
    json_decref(document);
}

/* At the ends of the calendar it depends on the region whether there is such a moment. */
static void a_start_exists_by_the_regions_clock(void **state)
{
    static const char none[] = "the start does not exist on this region's clock: its year there is not one from 1900 "
                               "to 2999";
    (void)state;
    write_x(back, "");
    expect_start("2026-11-20T08:00", "start", "2026-11-20T08:00:00");
    expect_start("2026-11-20T08:00+08:00", "reason", "the start has an offset, and this region states no `timezone`");
    folder_write("a/region.yaml", "timezone: Asia/Makassar\nname: Kota Kantor\n"
                                  "actors: {pemohon: {title: Pemohon, applicant: true}, petugas: Petugas}\n");
    expect_start("1900-01-01T00:00+08:00", "start", "1900-01-01T00:00:00+08:00");
    expect_start("1900-01-01T00:00Z", "start", "1900-01-01T08:00:00+08:00");
    expect_start("1900-01-01T00:00+09:00", "reason", none);
    expect_start("2999-12-31T23:59+08:00", "start", "2999-12-31T23:59:00+08:00");
    expect_start("2999-12-31T23:59Z", "reason", none);
    expect_start("1900-01-01T00:00+09:00", "start", "");
}

static void a_start_that_nowhere_exists_is_told(void **state)
{
    static const char *const wrong[] = {"2026-02-30T08:00", "2026-11-20T24:01", "1899-12-31T23:59", "2999-12-31T24:00",
                                        "2026-11-20T08:00+15:00"};
    (void)state;
    write_x(back, "");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct asked asked = {.lang = BAKU_EN, .names = PATHS("a/x"), .start = wrong[i]};
        char message[100];
        snprintf(message, sizeof message, "`%s` is no time that exists", wrong[i]);
        expect_error(audit_as(BAKU_UNKNOWN, asked), message, "1900 to 2999");
    }
    expect_error(audit_as(BAKU_UNKNOWN, (struct asked){.lang = BAKU_EN, .names = PATHS("a/x"), .start = "besok"}),
                 "`besok` is no date with a time", "2026-11-20T15:00");
}

/* --- hostile texts --- */

static void write_hostile(void)
{
    folder_write("a/region.yaml", "name: \"=SUM(A1) | *Kota*\"\n"
                                  "actors: {petugas: \"| --- | <b>P</b> `x`\"}\n");
    folder_write("a/x.yaml", "title: \"=cmd|' /C calc'!A0 \\\"kutip\\\"\\n# Judul, www.x.id\"\n"
                             "source: {file: \"[a](b)\", lines: 3}\n"
                             "steps: [{step: satu, actor: petugas, duration: 5 menit}]\n"
                             "claims: {total: 4 menit, limit: {duration: 1 menit, basis: \"@pasal **1**\"}}\n");
}

static void nothing_of_a_file_is_markup(void **state)
{
    (void)state;
    write_hostile();
    json_t *document =
        audit_as(BAKU_NO, (struct asked){.lang = BAKU_ID, .format = BAKU_AUDIT_MARKDOWN, .names = PATHS("a/x")});
    const char *text = string_at(document, "text");
    expect_line(text, "# Audit waktu SOP");
    expect_line(text, "## =cmd\\|' /C calc'\\!A0 \"kutip\"\\\\u{A}\\# Judul, www\\.x.id");
    expect_line(text, "SOP a/x · =SUM(A1) \\| \\*Kota\\*\\");
    expect_line(text, "Sumber: \\[a\\](b), baris 3");
    expect_line(text, "| Batas hukum atau standar | 1 menit menurut \\@pasal \\*\\*1\\*\\*; dilampaui klaim |");
    expect_line(text, "| 1 | satu | \\| --- \\| \\<b\\>P\\</b\\> \\`x\\` | 5 | ◄ 5 |");
    json_decref(document);
}

static void no_field_is_a_formula(void **state)
{
    (void)state;
    write_hostile();
    json_t *document =
        audit_as(BAKU_NO, (struct asked){.lang = BAKU_ID, .format = BAKU_AUDIT_CSV, .names = PATHS("a/x")});
    const char *text = string_at(document, "text"), *row = strstr(text, "\r\n");
    static const char expected[] =
        "\r\n\"a/x\",\"'=cmd|' /C calc'!A0 \"\"kutip\"\"\\u{A}# Judul, www.x.id\",\"a\",wrong,,4,4,,"
        "0.07,1,\"'@pasal **1**\",5,5,5,5,5,5,,,0,5,0,5,5,0,0,5,5,0,0\r\n";
    assert_non_null(row);
    assert_string_equal(row, expected);
    json_decref(document);
}

static void no_blank_hides_a_formula(void **state)
{
    static const char *const titles[][2] = {{" =1+1", "\"' =1+1\""},
                                            {"\\t@x", "\"'\\u{9}@x\""},
                                            {"\\n -1", "\"'\\u{A} -1\""},
                                            {" 1 = 1", "\" 1 = 1\""}};
    (void)state;
    folder_write("a/region.yaml", region);
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        FILE *file = folder_begin("a/x.yaml");
        fprintf(file, "title: \"%s\"\nsteps: [{step: satu, actor: petugas, duration: 5 menit}]\n", titles[i][0]);
        folder_end(file);
        json_t *document = audit_as(BAKU_YES, (struct asked){.format = BAKU_AUDIT_CSV, .names = PATHS("a/x")});
        if (!strstr(string_at(document, "text"), titles[i][1]))
            fail_msg("not %s in %s", titles[i][1], string_at(document, "text"));
        json_decref(document);
    }
}

/* As many fields in each row as in the header. */
static void expect_square(const char *text)
{
    size_t commas = 0, expected = 0, rows = 0;
    for (; *text; text++) {
        commas += *text == ',';
        if (*text != '\n')
            continue;
        expected = rows++ ? expected : commas;
        assert_int_equal(commas, expected);
        commas = 0;
    }
    assert_int_equal(rows, 5);
}

static void csv_is_square(void **state)
{
    (void)state;
    write_three();
    folder_write("a/rusak.yaml", "title: T\nsteps: [{step: satu, actor: siapa}]\n");
    struct asked asked = {.format = BAKU_AUDIT_CSV, .rates = LINES("0.1", "0.25", "1")};
    json_t *document = audit_as(BAKU_NO, asked);
    assert_non_null(strstr(string_at(document, "text"), ",mean_min_minutes_at_0.25,"));
    assert_null(strstr(string_at(document, "text"), "latest"));
    expect_square(string_at(document, "text"));
    json_decref(document);
    asked.start = "2026-11-20T08:00";
    document = audit_as(BAKU_NO, asked);
    expect_square(string_at(document, "text"));
    json_decref(document);
}

/* A Monday: the office works from 08:00 to 12:00. */
static void csv_says_when_a_case_ends(void **state)
{
    struct asked asked = {.format = BAKU_AUDIT_CSV, .names = PATHS("a/x"), .start = "2026-11-23T11:58"};
    (void)state;
    write_x("- {step: tulis, actor: pemohon, duration: 2-3 menit}\n", "");
    json_t *document = audit_as(BAKU_YES, asked);
    assert_non_null(strstr(string_at(document, "text"), ",steps_without_time,end,latest,mean_min"));
    assert_non_null(strstr(string_at(document, "text"), ",0,2026-11-23T12:00:00,2026-11-30T08:01:00,"));
    json_decref(document);
    asked.start = "2026-11-23T11:58Z"; /* the region has no zone */
    document = audit_as(BAKU_YES, asked);
    assert_non_null(strstr(string_at(document, "text"), ",0,,,2,3,"));
    json_decref(document);
}

/* The same files give the same bytes. */
static void a_page_is_the_same_each_time(void **state)
{
    (void)state;
    write_three();
    write_x(back, "{total: 5 menit}\n");
    for (int format = BAKU_AUDIT; format <= BAKU_AUDIT_CSV; format++) {
        struct asked asked = {.lang = BAKU_ID, .format = (enum baku_audit_format)format};
        json_t *first = audit_as(BAKU_NO, asked), *second = audit_as(BAKU_NO, asked);
        assert_true(json_equal(first, second));
        json_decref(first);
        json_decref(second);
    }
}

/* --- words and numbers --- */

/* The names between braces, in the order of the alphabet of their first letters. */
static unsigned long holes_of(const char *text)
{
    unsigned long sum = 0;
    while ((text = strchr(text, '{'))) {
        unsigned long hash = 5381;
        for (text++; *text && *text != '}'; text++)
            hash = hash * 33 + (unsigned char)*text;
        sum += hash;
    }
    return sum;
}

static void both_languages_have_the_same_holes(void **state)
{
    (void)state;
    for (int i = 0; i < WORDS_COUNT; i++) {
        const char *id = words_in((enum audit_words)i, LANG_ID), *en = words_in((enum audit_words)i, LANG_EN);
        assert_true(*id && *en);
        if (holes_of(id) != holes_of(en))
            fail_msg("`%s` and `%s`", id, en);
    }
}

static const char *said(struct buf *words)
{
    static char text[200];
    assert_false(words->failed);
    snprintf(text, sizeof text, "%s", words->at);
    buf_release(words);
    return text;
}

#define expect_said(call, text)                                                                                        \
    do {                                                                                                               \
        struct buf words = BUF_INIT, *to = &words;                                                                     \
        call;                                                                                                          \
        assert_string_equal(said(to), text);                                                                           \
    } while (0)

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };

static void numbers_are_read_as_people_write_them(void **state)
{
    (void)state;
    expect_said(spoken_time(to, (struct range){42 * MINUTE, 42 * MINUTE}, LANG_ID), "42 menit");
    expect_said(spoken_time(to, (struct range){30 * SECOND, 30 * SECOND}, LANG_ID), "0,5 menit");
    expect_said(spoken_time(to, (struct range){MINUTE, MINUTE}, LANG_EN), "1 minute");
    expect_said(spoken_time(to, (struct range){MINUTE, 2 * MINUTE}, LANG_EN), "1–2 minutes");
    expect_said(spoken_time(to, (struct range){20 * SECOND, 20 * SECOND}, LANG_ID), "20 detik");
    expect_said(spoken_time(to, (struct range){1, 1}, LANG_EN), "0.001 seconds");
    expect_said(spoken_time(to, (struct range){0, 0}, LANG_ID), "0 menit");
    expect_said(spoken_long(to, (struct range){119 * MINUTE, 119 * MINUTE}, LANG_ID), "119 menit");
    expect_said(spoken_long(to, (struct range){488 * MINUTE, 488 * MINUTE}, LANG_ID), "488 menit (8 jam 8 menit)");
    expect_said(spoken_long(to, (struct range){30 * MINUTE, 2 * HOUR}, LANG_EN),
                "30–120 minutes (30 minutes to 2 hours)");
    expect_said(spoken_minutes(to, (struct range){20 * SECOND, 90 * SECOND}, LANG_ID), "0,333–1,5");
    expect_said(spoken_hours(to, (struct range){1188 * SECOND, 1188 * SECOND}, LANG_ID), "0,33");
    expect_said(spoken_wall(to, (struct range){24 * HOUR, 48 * HOUR}, LANG_ID), "1–2 hari");
    expect_said(spoken_wall(to, (struct range){25 * HOUR, 25 * HOUR}, LANG_EN), "25 hours");
    expect_said(spoken_wall(to, (struct range){90 * MINUTE, 90 * MINUTE}, LANG_EN), "90 minutes");
    expect_said(spoken_moment(to, ((const double[]){2860e3, 2860e3}), LANG_ID), "47,7");
    expect_said(spoken_moment(to, ((const double[]){60e3, 1e300}), LANG_EN), "1.0–> 150119987579.0");
    expect_said(spoken_share(to, 0.9, 0.9, LANG_ID), "90");
    expect_said(spoken_share(to, 0, 1, LANG_ID), "0–100");
    expect_said(spoken_share(to, 0.0001, 0.99999, LANG_ID), "< 0,1–> 99,9");
    expect_said(spoken_percent(to, 0.125, LANG_ID), "12,5%");
    expect_said(spoken_percent(to, 1e-12, LANG_EN), "< 0.000001%");
    expect_said(spoken_percent(to, 0, LANG_EN), "0%");
    expect_said(spoken_part(to, (struct range){27, 31}, (struct range){42, 46}), "64–67%");
    expect_said(spoken_part(to, (struct range){1, 1}, (struct range){0, 1}), "0–100%");
    expect_said(plain_minutes(to, 20 * SECOND), "0.333333");
    expect_said(plain_minutes(to, INT64_MAX), "153722867280912.930117");
    expect_said(spoken_hours(to, (struct range){INT64_MAX, INT64_MAX}, LANG_ID), "2562047788015,22");
    expect_said(plain_decimal(to, 0.3645, 6), "0.3645");
    expect_said(plain_decimal(to, 1e12, 6), "1000000000000");
}

/* Many hands at once do more than can be added up. */
static void work_beyond_all_sums_is_none(void **state)
{
    static struct actor_work actors[2000];
    struct audit audit = {.straight = {TOTAL_KNOWN, 1, 1}, .actors = actors, .n_actors = 2000};
    (void)state;
    for (size_t i = 0; i < 2000; i++)
        actors[i] = (struct actor_work){.applicant = i < 2, .work = {TOTAL_KNOWN, 1, MOST_MS / 2}};
    struct total applicant = work_of(&audit, true), office = work_of(&audit, false);
    assert_int_equal(applicant.sort, TOTAL_KNOWN);
    assert_int_equal(applicant.min_ms, 2);
    assert_int_equal(applicant.max_ms, MOST_MS);
    assert_int_equal(office.sort, TOTAL_TOO_LONG);
    assert_int_equal(office.max_ms, 0);
    actors[0].work = (struct total){.sort = TOTAL_ENDLESS};
    assert_int_equal(work_of(&audit, true).sort, TOTAL_ENDLESS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        folder_test(what_one_decision_costs),
        folder_test(a_path_may_lie_on_both_sides_of_a_claim),
        folder_test(a_rate_of_one_has_no_mean),
        folder_test(what_has_no_end_says_why),
        cmocka_unit_test(a_path_tells_a_case_how_to_go),
        folder_test(the_verdict_says_why),
        folder_test(a_step_without_a_time_is_named),
        folder_test(a_lower_bound_of_nothing_is_no_time),
        folder_test(a_variant_is_told_by_what_differs),
        folder_test(a_choice_is_told_by_its_step),
        folder_test(hours_and_limits_stand_beside_the_claim),
        folder_test(whose_time_it_is),
        folder_test(an_empty_part_is_left_out),
        folder_test(time_on_the_calendar_stands_apart),
        folder_test(a_long_page_is_cut),
        folder_test(names_are_sops_and_regions),
        folder_test(an_unknown_name_gets_the_nearest),
        folder_test(sops_with_errors_are_listed),
        folder_test(many_are_summed_up),
        folder_test(a_file_tells_rates),
        folder_test(a_file_that_says_nothing_is_told),
        folder_test(a_wrong_rate_is_told),
        folder_test(a_wrong_line_is_told_by_its_number),
        folder_test(a_start_exists_by_the_regions_clock),
        folder_test(a_start_that_nowhere_exists_is_told),
        folder_test(nothing_of_a_file_is_markup),
        folder_test(no_field_is_a_formula),
        folder_test(no_blank_hides_a_formula),
        folder_test(csv_is_square),
        folder_test(csv_says_when_a_case_ends),
        folder_test(a_page_is_the_same_each_time),
        cmocka_unit_test(both_languages_have_the_same_holes),
        cmocka_unit_test(numbers_are_read_as_people_write_them),
        cmocka_unit_test(work_beyond_all_sums_is_none),
    };
    return cmocka_run_group_tests_name("audit answers", tests, NULL, NULL);
}
