/* Publishing: what becomes law, from when on, what is refused, and that a published text stays what it was. */
#define _XOPEN_SOURCE 700
#include "small_folder.h"

#include "api/bundle.h"
#include "baku_publish.h"
#include "model/record.h"
#include "store/leaf.h"
#include "store/store.h"

#define SHEET(more)                                                                                                    \
    "title: T\nactors: {p: P}\ndocuments: {h: {title: H, result: true}}\n" more "steps: [{step: s, actor: p"
#define PLAIN_SHEET SHEET("") ", outputs: [h]}]\n"
#define CALLER_SHEET SHEET("") ", call: [anak]}]\n"

/* --- the office: a folder, a store, an administrator and a clerk --- */

static const char *store_path(void) { return folder_path("perkara.db"); }

static struct store *store_of(enum store_mode mode)
{
    struct store *store;
    struct store_why why;
    assert_true(digest_init());
    assert_int_equal(store_open(&store, store_path(), mode, &why), STORE_OK);
    return store;
}

static void add_person(struct store *store, const char *name, struct store_grant grant)
{
    int64_t id;
    assert_int_equal(store_person_add(store, text_of(name), &id), STORE_OK);
    assert_int_equal(store_grant_add(store, id, grant), STORE_OK);
}

static void make_store(void)
{
    struct store *store = store_of(STORE_CREATES);
    struct store_head head;
    assert_int_equal(store_begin(store, &head), STORE_OK);
    add_person(store, "ani", (struct store_grant){TEXT("administrator"), {0}});
    add_person(store, "budi", (struct store_grant){TEXT("p"), TEXT("a")});
    assert_int_equal(store_commit(store), STORE_OK);
    store_close(store);
}

static void make_office(void)
{
    folder_write("a/region.yaml", "name: A\ntimezone: Asia/Makassar\n");
    folder_write("a/anak.yaml", PLAIN_SHEET);
    folder_write("a/induk.yaml", CALLER_SHEET);
    folder_write("a/kakek.yaml", SHEET("") ", call: [induk]}]\n");
    make_store();
}

static int64_t last_seq(void)
{
    struct store *store = store_of(STORE_READS);
    struct store_head head;
    assert_int_equal(store_head(store, &head), STORE_OK);
    store_close(store);
    return head.seq;
}

/* --- calls --- */

static struct baku *office_handle(int details)
{
    struct baku *baku;
    struct baku_options options = {.sops = folder_root, .lang = BAKU_EN, .details = details, .store = store_path()};
    assert_int_equal(baku_open(&options, &baku), BAKU_YES);
    return baku;
}

static json_t *publish_as(enum baku_status expected, const char *as, const char *from, const char *const *sops)
{
    struct baku *baku = office_handle(0);
    struct baku_answer answer;
    struct baku_publishing how = {.as = as, .from = from};
    size_t n = 0;
    while (sops[n])
        n++;
    enum baku_status status = baku_publish(baku, sops, n, &how, &answer);
    if (status != expected)
        fail_msg("status %d, %s", (int)status, answer.json);
    return folder_json(baku, &answer);
}

static json_t *publish(enum baku_status expected, const char *from, const char *sop)
{
    return publish_as(expected, "ani", from, PATHS(sop));
}

static json_t *revisions(enum baku_status expected, const char *sop)
{
    struct baku *baku = office_handle(0);
    struct baku_answer answer;
    enum baku_status status = baku_revisions(baku, sop, &answer);
    if (status != expected)
        fail_msg("status %d, %s", (int)status, answer.json);
    return folder_json(baku, &answer);
}

static json_t *revision(enum baku_status expected, const char *number)
{
    struct baku *baku = office_handle(0);
    struct baku_answer answer;
    enum baku_status status = baku_revision(baku, number, &answer);
    if (status != expected)
        fail_msg("status %d, %s", (int)status, answer.json);
    return folder_json(baku, &answer);
}

/* "1 replaced, 2 holds", as revisions tells them. */
static void expect_states(const char *sop, const char *expected)
{
    char all[400] = "";
    size_t i, used = 0;
    json_t *document = revisions(BAKU_YES, sop), *item;
    json_array_foreach (json_object_get(document, "items"), i, item)
        used += (size_t)snprintf(all + used, sizeof all - used, "%s%d %s", i ? ", " : "",
                                 (int)integer_at(item, "revision"), string_at(item, "state"));
    assert_string_equal(all, expected);
    json_decref(document);
}

/* Publishes, and what is said of it: "1 new", "1 known", with the callers behind: "2 new: a/induk 1". */
static void expect_published(const char *from, const char *sop, const char *expected)
{
    char all[400];
    size_t i;
    json_t *item = publish(BAKU_YES, from, sop), *caller;
    size_t used = (size_t)snprintf(all, sizeof all, "%d %s", (int)integer_at(item, "revision"),
                                   json_is_true(json_object_get(item, "new")) ? "new" : "known");
    json_array_foreach (json_object_get(item, "callers"), i, caller)
        used += (size_t)snprintf(all + used, sizeof all - used, "%s%s %d", i ? ", " : ": ", string_at(caller, "sop"),
                                 (int)integer_at(caller, "revision"));
    assert_string_equal(all, expected);
    json_decref(item);
}

static void expect_error(json_t *document, const char *part)
{
    const char *message = string_at(json_object_get(document, "error"), "message");
    if (!strstr(message, part))
        fail_msg("`%s` is not in `%s`", part, message);
    json_decref(document);
}

/* --- what is published --- */

static void a_revision_is_told_and_recorded(void **state)
{
    (void)state;
    make_office();
    json_t *item = publish(BAKU_YES, "2026-03-01", "a/anak"), *listed = revisions(BAKU_YES, "a/anak");
    assert_string_equal(string_at(item, "sop"), "a/anak");
    assert_int_equal(integer_at(item, "revision"), 1);
    assert_string_equal(string_at(item, "from"), "2026-03-01T00:00:00+08:00");
    assert_int_equal(strlen(string_at(item, "digest")), 64);
    json_t *row = json_array_get(json_object_get(listed, "items"), 0);
    assert_string_equal(string_at(row, "digest"), string_at(item, "digest"));
    assert_string_equal(string_at(row, "from"), "2026-03-01T00:00:00+08:00");
    assert_string_equal(string_at(row, "by"), "ani");
    assert_string_equal(string_at(row, "state"), "holds");
    assert_non_null(strstr(string_at(row, "published"), "+08:00"));
    json_decref(item);
    json_decref(listed);
}

static void the_log_says_who_published_what(void **state)
{
    (void)state;
    struct arena arena = ARENA_INIT;
    struct store_events events;
    struct leaf leaf;
    struct record record;
    struct store_revision row;
    make_office();
    json_decref(publish(BAKU_YES, "2026-03-01", "a/anak"));
    struct store *store = store_of(STORE_READS);
    struct store_events_wanted wanted = {.case_id = 0};
    assert_int_equal(store_events(store, wanted, &events, &arena), STORE_OK);
    assert_int_equal(events.n, 1);
    assert_int_equal(leaf_decode(events.at[0].leaf, &arena, &leaf), LEAF_OK);
    assert_int_equal(leaf.kind, RECORD_PUBLISHED);
    assert_int_equal(leaf.person, 1);
    assert_int_equal(record_decode(leaf.kind, leaf.facts, &arena, &record), EVENT_OK);
    assert_int_equal(store_revision(store, 1, true, &row, &arena), STORE_OK);
    assert_int_equal(record.revision, 1);
    assert_int_equal(record.from, row.from);
    assert_int_equal(row.seq, leaf.seq);
    assert_true(text_eq(record.sop, TEXT("a/anak")));
    assert_true(digest_eq(&record.digest, &row.digest));
    assert_int_equal(row.n_files, 2);
    store_close(store);
    arena_release(&arena);
}

/* --- from when on --- */

static void the_date_is_the_regions(void **state)
{
    (void)state;
    static const struct {
        const char *from, *expected;
    } dates[] = {{"2026-01-02T08:30", "2026-01-02T08:30:00+08:00"},
                 {"2026-01-03T00:00Z", "2026-01-03T08:00:00+08:00"},
                 {"2026-01-04", "2026-01-04T00:00:00+08:00"}};
    make_office();
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        json_t *item = publish(BAKU_YES, dates[i].from, "a/anak");
        assert_string_equal(string_at(item, "from"), dates[i].expected);
        json_decref(item);
    }
    expect_error(publish(BAKU_UNKNOWN, "besok", "a/anak"), "`besok` is no date");
    expect_error(publish(BAKU_UNKNOWN, "2026-02-30", "a/anak"), "`2026-02-30` is no date");
    expect_error(publish(BAKU_UNKNOWN, "", "a/anak"), "is no date");
}

static void without_a_date_effective_holds(void **state)
{
    (void)state;
    make_office();
    folder_write("a/anak.yaml", SHEET("identity: {effective: 2025-02-03}\n") ", outputs: [h]}]\n");
    json_t *item = publish(BAKU_YES, NULL, "a/anak");
    assert_string_equal(string_at(item, "from"), "2025-02-03T00:00:00+08:00");
    json_decref(item);
    item = publish(BAKU_YES, NULL, "a/induk");
    assert_true(strcmp(string_at(item, "from"), "2026") > 0);
    json_decref(item);
    expect_states("a/induk", "2 holds");
}

static void the_same_again_is_nothing_new(void **state)
{
    (void)state;
    make_office();
    expect_published("2026-01-01", "a/anak", "1 new");
    int64_t seq = last_seq();
    expect_published("2026-01-01", "a/anak", "1 known");
    expect_published(NULL, "a/anak", "1 known");
    assert_int_equal(last_seq(), seq);
    expect_published("2026-01-02", "a/anak", "2 new");
    folder_write("a/anak.yaml", SHEET("service: lain\n") ", outputs: [h]}]\n");
    expect_published("2026-01-02", "a/anak", "3 new");
    folder_write("a/anak.yaml", PLAIN_SHEET);
    expect_published("2026-01-02", "a/anak", "4 new");
    expect_states("a/anak", "1 replaced, 2 replaced, 3 replaced, 4 holds");
}

/* What begins later is not displaced by a correction of what holds until then. */
static void what_begins_later_stays(void **state)
{
    (void)state;
    make_office();
    expect_published("2026-01-01", "a/anak", "1 new");
    folder_write("a/anak.yaml", SHEET("service: nanti\n") ", outputs: [h]}]\n");
    expect_published("2998-01-01", "a/anak", "2 new");
    expect_states("a/anak", "1 holds, 2 begins");
    folder_write("a/anak.yaml", SHEET("service: kini\n") ", outputs: [h]}]\n");
    expect_published("2026-01-02", "a/anak", "3 new");
    expect_states("a/anak", "1 replaced, 2 begins, 3 holds");
    expect_published("2998-01-01", "a/anak", "4 new");
    expect_states("a/anak", "1 replaced, 2 replaced, 3 holds, 4 begins");
}

/* What is published for a day before the one from which another text holds does not displace that one, and says so. */
static void what_began_later_holds(void **state)
{
    (void)state;
    make_office();
    expect_published("2026-02-01", "a/anak", "1 new");
    folder_write("a/anak.yaml", SHEET("service: dulu\n") ", outputs: [h]}]\n");
    json_t *item = publish(BAKU_YES, "2026-01-01", "a/anak");
    assert_string_equal(string_at(item, "state"), "replaced");
    json_decref(item);
    item = publish(BAKU_YES, "2026-02-01", "a/anak");
    assert_string_equal(string_at(item, "state"), "holds");
    json_decref(item);
    item = publish(BAKU_YES, "2998-01-01", "a/anak");
    assert_string_equal(string_at(item, "state"), "begins");
    json_decref(item);
    expect_states("a/anak", "1 replaced, 2 replaced, 3 holds, 4 begins");
}

/* --- callers --- */

static void callers_of_an_older_text_are_named(void **state)
{
    (void)state;
    make_office();
    expect_published("2026-01-01", "a/induk", "1 new");
    expect_published("2026-01-01", "a/kakek", "2 new");
    expect_published("2026-01-01", "a/anak", "3 new");
    folder_write("a/anak.yaml", SHEET("service: baru\n") ", outputs: [h]}]\n");
    expect_published("2026-01-02", "a/anak", "4 new: a/induk 1, a/kakek 2");
    expect_published("2026-01-02", "a/anak", "4 known: a/induk 1, a/kakek 2");
    expect_published("2026-01-02", "a/induk", "5 new: a/kakek 2");
    expect_published("2026-01-02", "a/kakek", "6 new");
    expect_published("2026-01-02", "a/anak", "4 known");
}

static void what_is_published_together_calls_nothing_older(void **state)
{
    (void)state;
    make_office();
    json_decref(publish_as(BAKU_YES, "ani", "2026-01-01", PATHS("a/anak", "a/induk")));
    folder_write("a/anak.yaml", SHEET("service: baru\n") ", outputs: [h]}]\n");
    json_t *document = publish_as(BAKU_YES, "ani", "2026-01-02", PATHS("a/anak", "a/induk", "a/anak")), *item;
    json_t *items = json_object_get(document, "items");
    size_t i;
    assert_int_equal(json_array_size(items), 2);
    json_array_foreach (items, i, item) {
        assert_int_equal(integer_at(item, "revision"), 3 + (json_int_t)i);
        assert_int_equal(json_array_size(json_object_get(item, "callers")), 0);
    }
    json_decref(document);
}

/* --- what is refused --- */

static void expect_nothing_published(void)
{
    json_t *all = revisions(BAKU_YES, NULL);
    assert_int_equal(json_array_size(json_object_get(all, "items")), 0);
    json_decref(all);
    assert_int_equal(last_seq(), 0);
}

static void a_sop_with_errors_is_refused_with_them(void **state)
{
    (void)state;
    make_office();
    folder_write("a/anak.yaml", SHEET("") ", inputs: [x]}]\n");
    expect_findings(publish(BAKU_NO, NULL, "a/anak"), "B103 a/anak.yaml:4");
    expect_findings(publish(BAKU_NO, NULL, "a/induk"), "B103 a/anak.yaml:4");
    folder_write("a/lain.yaml", PLAIN_SHEET);
    expect_findings(publish_as(BAKU_NO, "ani", NULL, PATHS("a/lain", "a/induk")), "B103 a/anak.yaml:4");
    expect_nothing_published();
}

static void a_file_of_holidays_with_errors_is_refused(void **state)
{
    (void)state;
    make_office();
    folder_write("a/region.yaml", "name: A\nholidays: [holidays-2026.yaml]\n");
    folder_write("data/holidays-2026.yaml",
                 "year: 2026\ndecree: Keputusan Nomor 1 Tahun 2025\nsource: S\nholidays: [{date: kapan, name: N}]\n");
    expect_findings(publish(BAKU_NO, NULL, "a/anak"), "B009 data/holidays-2026.yaml:4");
    expect_nothing_published();
}

static void only_an_administrator_publishes(void **state)
{
    (void)state;
    make_office();
    expect_error(publish_as(BAKU_DENIED, "budi", NULL, PATHS("a/anak")), "administrator");
    expect_error(publish_as(BAKU_DENIED, "entah", NULL, PATHS("a/anak")), "`entah`");
    expect_error(publish_as(BAKU_UNKNOWN, NULL, NULL, PATHS("a/anak")), "who does this");
    expect_nothing_published();
}

static void an_unknown_sop_or_store_is_said(void **state)
{
    (void)state;
    make_office();
    expect_error(publish(BAKU_UNKNOWN, NULL, "a/anakk"), "`a/anakk`");
    expect_error(revisions(BAKU_UNKNOWN, "a/anak"), "never been published");
    expect_error(revision(BAKU_UNKNOWN, "1"), "no revision `1`");
    expect_error(revision(BAKU_UNKNOWN, "satu"), "no revision `satu`");
    expect_nothing_published();
    assert_int_equal(unlink(store_path()), 0);
    expect_error(publish(BAKU_FAILED, NULL, "a/anak"), "no store");
    expect_error(revisions(BAKU_FAILED, NULL), "no store");
}

/* --- years later --- */

static void expect_file(const json_t *document, size_t nth, const char *name, const char *text)
{
    const json_t *file = json_array_get(json_object_get(document, "files"), nth);
    assert_string_equal(string_at(file, "name"), name);
    assert_string_equal(string_at(file, "text"), text);
}

static void a_published_text_can_be_had_again(void **state)
{
    (void)state;
    static const char marked[] = "\xEF\xBB\xBFtitle: T\r\nactors: {p: 'P \xE2\x80\x9Cx\xE2\x80\x9D'}\r\n"
                                 "documents: {h: {title: H, result: true}}\r\n"
                                 "steps: [{step: s, actor: p, outputs: [h]}]\r\n# tanpa akhir baris";
    make_office();
    folder_write("a/anak.yaml", marked);
    expect_published("2026-01-01", "a/anak", "1 new");
    folder_write("a/anak.yaml", "hancur");
    assert_int_equal(unlink(folder_path("a/region.yaml")), 0);
    json_t *document = revision(BAKU_YES, "1");
    assert_int_equal(json_array_size(json_object_get(document, "files")), 2);
    expect_file(document, 0, "a/anak.yaml", marked);
    expect_file(document, 1, "a/region.yaml", "name: A\ntimezone: Asia/Makassar\n");
    assert_string_equal(string_at(document, "from"), "2026-01-01T00:00:00+08:00");
    json_decref(document);
}

/* From the store alone, with the folder gone, it is loaded, judged and may run. */
static void a_published_sop_runs_without_the_folder(void **state)
{
    (void)state;
    struct arena arena = ARENA_INIT;
    struct library library;
    struct library_sop *sop, *culprit;
    struct store_revision row;
    make_office();
    expect_published("2026-01-01", "a/kakek", "1 new");
    assert_int_equal(unlink(folder_path("a/anak.yaml")), 0);
    assert_int_equal(unlink(folder_path("a/kakek.yaml")), 0);
    struct store *store = store_of(STORE_READS);
    assert_int_equal(store_revision(store, 1, true, &row, &arena), STORE_OK);
    assert_int_equal(row.n_files, 4);
    library_init(&library);
    assert_int_equal(bundle_load(&library, &row, &sop), STATUS_OK);
    assert_non_null(sop);
    assert_true(library_can_run(&library, sop, &culprit));
    assert_int_equal(library.n_sops, 3);
    library_release(&library);
    store_close(store);
    arena_release(&arena);
}

/* Rows that are not what their digest says are not handed out as what was published. */
static void a_changed_text_is_not_handed_out(void **state)
{
    (void)state;
    static const struct store_file files[] = {{{"a/anak.yaml", 11}, {"palsu", 5}}};
    struct store_head head;
    int64_t id;
    make_office();
    struct store *store = store_of(STORE_WRITES);
    struct store_revision row = {
        .sop = TEXT("a/anak"), .digest = digest_of(TEXT("lain")), .seq = 1, .files = files, .n_files = 1};
    assert_int_equal(store_begin(store, &head), STORE_OK);
    assert_int_equal(store_revision_add(store, &row, &id), STORE_OK);
    assert_int_equal(store_commit(store), STORE_OK);
    store_close(store);
    expect_error(revision(BAKU_FAILED, "1"), "no longer what was published");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        folder_test(a_revision_is_told_and_recorded),
        folder_test(the_log_says_who_published_what),
        folder_test(the_date_is_the_regions),
        folder_test(without_a_date_effective_holds),
        folder_test(the_same_again_is_nothing_new),
        folder_test(what_begins_later_stays),
        folder_test(what_began_later_holds),
        folder_test(callers_of_an_older_text_are_named),
        folder_test(what_is_published_together_calls_nothing_older),
        folder_test(a_sop_with_errors_is_refused_with_them),
        folder_test(a_file_of_holidays_with_errors_is_refused),
        folder_test(only_an_administrator_publishes),
        folder_test(an_unknown_sop_or_store_is_said),
        folder_test(a_published_text_can_be_had_again),
        folder_test(a_published_sop_runs_without_the_folder),
        folder_test(a_changed_text_is_not_handed_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
