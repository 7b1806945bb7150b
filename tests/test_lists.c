/* The worklist and the list of cases: what stands in them, in which order, and page by page. */
#define _XOPEN_SOURCE 700
#include "office.h"

/* "1 periksa, 2 ajukan late" of one page. */
static void expect_worklist(const struct baku_wanted *wanted, const char *expected, char after[100])
{
    char all[400] = "";
    size_t i, used = 0;
    json_t *list = OFFICE(BAKU_YES, baku_worklist(office.baku, wanted, &office.said)), *item;
    json_array_foreach (json_object_get(list, "items"), i, item)
        used +=
            (size_t)snprintf(all + used, sizeof all - used, "%s%d %s%s", i ? ", " : "", (int)integer_at(item, "case"),
                             string_at(item, "step"), json_is_true(json_object_get(item, "late")) ? " late" : "");
    if (after)
        snprintf(after, 100, "%s", string_at(list, "next"));
    json_decref(list);
    assert_string_equal(all, expected);
}

static void the_worklist_is_by_name_late_ones_first(void **state)
{
    char after[100];
    (void)state;
    office_start("a/izin", "pipi");
    pass_minutes(10);
    office_start("a/serempak", "titi");
    office_start("a/izin", "pipi");
    json_decref(office_do(BAKU_YES, "3", "ajukan", "pipi"));
    expect_worklist(&(struct baku_wanted){0}, "1 ajukan late, 3 periksa, 2 kiri, 2 kanan", NULL);
    expect_worklist(&(struct baku_wanted){.as = "titi"}, "3 periksa, 2 kiri", NULL);
    expect_worklist(&(struct baku_wanted){.as = "admin"}, "", NULL);
    expect_worklist(&(struct baku_wanted){.actor = "kepala"}, "2 kanan", NULL);
    expect_worklist(&(struct baku_wanted){.actor = "petugas"}, "3 periksa, 2 kiri", NULL);
    expect_worklist(&(struct baku_wanted){.region = "a", .most = 3}, "1 ajukan late, 3 periksa, 2 kiri", after);
    expect_worklist(&(struct baku_wanted){.region = "a", .after = after}, "2 kanan", NULL);
    expect_worklist(&(struct baku_wanted){.region = "b"}, "", NULL);
    expect_worklist(&(struct baku_wanted){.actor = "kepala", .region = "b"}, "", NULL);
    expect_worklist(&(struct baku_wanted){.as = "titi", .actor = "kepala"}, "", NULL);
    expect_worklist(&(struct baku_wanted){.late = 1}, "1 ajukan late", NULL);
    expect_worklist(&(struct baku_wanted){.most = 3}, "1 ajukan late, 3 periksa, 2 kiri", after);
    assert_true(*after);
    expect_worklist(&(struct baku_wanted){.most = 3, .after = after}, "2 kanan", after);
    assert_string_equal(after, "");
    OFFICE_DONE(BAKU_UNKNOWN, baku_worklist(office.baku, &(struct baku_wanted){.after = "x"}, &office.said));
}

/* The help of a refused list. */
static void expect_help(json_t *document, const char *help)
{
    assert_non_null(strstr(string_at(json_object_get(document, "error"), "help"), help));
    json_decref(document);
}

static void an_empty_list_of_what_nobody_knows_is_refused(void **state)
{
    static const struct {
        struct baku_wanted wanted;
        const char *near;
    } rows[] = {{{.actor = "petugs"}, "`petugas`"},
                {{.region = "bb"}, "`b`"},
                {{.region = "d"}, "`a`"},
                {{.actor = "kepla", .region = "a"}, "`kepala`"},
                {{.actor = "kepla", .as = "titi"}, "`kepala`"},
                {{.actor = "jurusita", .region = "a"}, "baku revisions"},
                {{.actor = "administrator"}, "baku revisions"}};
    (void)state;
    office_start("a/izin", "pipi");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_help(OFFICE(BAKU_UNKNOWN, baku_worklist(office.baku, &rows[i].wanted, &office.said)), rows[i].near);
    expect_help(OFFICE(BAKU_UNKNOWN, baku_case_list(office.baku, &(struct baku_wanted){.region = "aa"}, &office.said)),
                "`a`");
}

/* Whoever mistypes a duty makes nothing known by it. */
static void a_duty_makes_no_region_known(void **state)
{
    (void)state;
    office_start("a/izin", "pipi");
    office_user("jaja", "petugs", "aa");
    struct baku_wanted region = {.region = "aa"}, actor = {.actor = "petugs"},
                       both = {.actor = "petugs", .region = "aa"};
    expect_help(OFFICE(BAKU_UNKNOWN, baku_worklist(office.baku, &region, &office.said)), "`a`");
    expect_help(OFFICE(BAKU_UNKNOWN, baku_worklist(office.baku, &actor, &office.said)), "`petugas`");
    expect_help(OFFICE(BAKU_UNKNOWN, baku_worklist(office.baku, &both, &office.said)), "`a`");
    expect_help(OFFICE(BAKU_UNKNOWN, baku_case_list(office.baku, &region, &office.said)), "`a`");
}

/* A SOP may list an actor that does nothing in it. */
static void an_actor_without_a_step_is_known(void **state)
{
    struct baku_user user = {.name = "tata", .actor = "pengamat", .region = "a", .as = "admin"};
    char region[1000];
    (void)state;
    snprintf(region, sizeof region, "%.*s, pengamat: Pengamat}\n", (int)sizeof OFFICE_REGION - 3, OFFICE_REGION);
    folder_write("a/region.yaml", region);
    folder_write("a/amati.yaml", "title: Amati\nactors: [petugas, pengamat]\n"
                                 "documents: {satu: {title: S, result: true}}\n"
                                 "steps:\n  - {step: kerja, actor: petugas, outputs: [satu], duration: 1 jam}\n");
    office_publish("a/amati");
    pass_minutes(1);
    json_t *added = OFFICE(BAKU_YES, baku_user_add(office.baku, &user, &office.said));
    assert_string_equal(string_at(added, "warning"), "");
    json_decref(added);
    expect_worklist(&(struct baku_wanted){.actor = "pengamat", .region = "a"}, "", NULL);
}

static void in_an_empty_store_nothing_is_unknown(void **state)
{
    (void)state;
    assert_int_equal(unlink(office_store()) + unlink(folder_path("perkara.db-journal")), 0);
    OFFICE_DONE(BAKU_YES, baku_user_add(office.baku, &(struct baku_user){.name = "admin"}, &office.said));
    expect_worklist(&(struct baku_wanted){.actor = "petugs", .region = "aa"}, "", NULL);
    struct baku_wanted wanted = {.region = "aa", .sop = "a/izn"};
    OFFICE_DONE(BAKU_YES, baku_case_list(office.baku, &wanted, &office.said));
}

/* "1 3" of the cases and "|" where there are more. */
static void expect_cases(const struct baku_wanted *wanted, const char *expected, char after[40])
{
    char all[200] = "";
    size_t i, used = 0;
    json_t *list = OFFICE(BAKU_YES, baku_case_list(office.baku, wanted, &office.said)), *item;
    json_array_foreach (json_object_get(list, "items"), i, item)
        used += (size_t)snprintf(all + used, sizeof all - used, "%s%d", i ? " " : "", (int)integer_at(item, "case"));
    if (*string_at(list, "next"))
        snprintf(all + used, sizeof all - used, "|");
    if (after)
        snprintf(after, 40, "%s", string_at(list, "next"));
    json_decref(list);
    assert_string_equal(all, expected);
}

static void cases_of_an_old_revision_are_found(void **state)
{
    char after[40];
    (void)state;
    office_start("a/izin", "pipi");
    office_start("a/serempak", "titi");
    office_start("a/izin", "pipi");
    folder_write("a/izin.yaml", OFFICE_SOP "# diperbaiki\n");
    office_publish("a/izin");
    pass_minutes(1);
    office_start("a/izin", "pipi");
    office_start("a/izin", "pipi");
    expect_cases(&(struct baku_wanted){.sop = "a/izin"}, "1 3 4 5", NULL);
    expect_cases(&(struct baku_wanted){.sop = "a/izin", .revision = "1"}, "1 3", NULL);
    expect_cases(&(struct baku_wanted){.revision = "5"}, "4 5", NULL);
    expect_cases(&(struct baku_wanted){.revision = "5", .state = "selesai"}, "", NULL);
    expect_cases(&(struct baku_wanted){.revision = "1", .state = "berjalan", .most = 1}, "1|", after);
    expect_cases(&(struct baku_wanted){.revision = "1", .after = after}, "3", NULL);
    json_t *list = OFFICE(BAKU_YES, baku_case_list(office.baku, &(struct baku_wanted){0}, &office.said));
    assert_int_equal(integer_at(json_array_get(json_object_get(list, "items"), 3), "revision"), 5);
    json_decref(list);
}

static void a_list_asked_for_wrongly_says_what_it_wants(void **state)
{
    static const struct {
        struct baku_wanted wanted;
        const char *help;
    } rows[] = {{{.sop = "a/izn"}, "`a/izin`"},
                {{.revision = "77"}, "baku revisions"},
                {{.revision = "satu"}, "baku revisions"},
                {{.sop = "a/izin", .revision = "3"}, "baku revisions"},
                {{.after = "zzz"}, "such as 50"}};
    (void)state;
    office_start("a/izin", "pipi");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_help(OFFICE(BAKU_UNKNOWN, baku_case_list(office.baku, &rows[i].wanted, &office.said)), rows[i].help);
    struct baku_wanted wanted = {.after = "zzz"};
    expect_help(OFFICE(BAKU_UNKNOWN, baku_worklist(office.baku, &wanted, &office.said)), "without --after");
    wanted = (struct baku_wanted){.state = "selesa"};
    json_t *document = OFFICE(BAKU_UNKNOWN, baku_case_list(office.baku, &wanted, &office.said));
    assert_non_null(strstr(string_at(json_object_get(document, "error"), "message"), "ended (selesai)"));
    expect_help(document, "baku help case list");
    expect_cases(&(struct baku_wanted){.state = "berjalan"}, "1", NULL);
}

static void lists_name_the_key_and_the_zone(void **state)
{
    (void)state;
    json_decref(office_import(BAKU_YES, "key,sop,berkas\nN-1,a/izin,x\n"));
    json_t *list = OFFICE(BAKU_YES, baku_worklist(office.baku, &(struct baku_wanted){0}, &office.said));
    const json_t *task = json_array_get(json_object_get(list, "items"), 0);
    assert_string_equal(string_at(task, "key"), "N-1");
    assert_string_equal(string_at(task, "zone"), "WITA");
    json_decref(list);
    list = OFFICE(BAKU_YES, baku_case_list(office.baku, &(struct baku_wanted){0}, &office.said));
    assert_string_equal(string_at(json_array_get(json_object_get(list, "items"), 0), "zone"), "WITA");
    json_decref(list);
    json_t *shown = OFFICE(BAKU_YES, baku_case_show(office.baku, "1", &office.said));
    assert_string_equal(string_at(shown, "zone"), "WITA");
    assert_true(json_is_null(json_object_get(shown, "cancelled_by")));
    json_decref(shown);
    json_t *told = OFFICE(BAKU_YES, baku_case_history(office.baku, "1", &office.said));
    assert_string_equal(string_at(told, "zone"), "WITA");
    json_decref(told);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(the_worklist_is_by_name_late_ones_first),
        office_test(an_empty_list_of_what_nobody_knows_is_refused),
        office_test(a_duty_makes_no_region_known),
        office_test(an_actor_without_a_step_is_known),
        office_test(in_an_empty_store_nothing_is_unknown),
        office_test(cases_of_an_old_revision_are_found),
        office_test(a_list_asked_for_wrongly_says_what_it_wants),
        office_test(lists_name_the_key_and_the_zone),
    };
    return cmocka_run_group_tests_name("lists", tests, NULL, NULL);
}
