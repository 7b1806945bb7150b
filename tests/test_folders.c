/* Files, folders and regions as baku_check meets them: one file in two spellings, circles over regions, what cannot be
 * read, what is passed over, what breaks a SOP from outside, the order of it all. */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#include "api/library.h"
#include "small_folder.h"

static const char region[] = "actors: {petugas: Petugas}\n" FOLDER_TITLE_PAGE;
static const char sound[] = "title: T\nsteps: [{step: satu, actor: petugas, duration: 1 menit}]\n";
static const char broken[] = "title: T\nsteps: [{step: satu, actor: petugas}]\nsalah: x\n"; /* B006 in line 3 */

/* Writes a SOP whose only step calls another. */
static void write_caller(const char *name, const char *callee)
{
    FILE *file = folder_begin(name);
    fprintf(file, "title: T\nsteps:\n- {step: panggil, actor: petugas, call: %s}\n", callee);
    folder_end(file);
}

static void expect_files(json_t *document, json_int_t files)
{
    assert_int_equal(integer_at(document, "files"), files);
    json_decref(document);
}

/* --- spellings --- */

/* Checks from inside a folder, and comes back whatever the answer is. */
static json_t *check_inside(const char *folder, enum baku_status expected, const char *const *paths)
{
    char home[4096];
    struct baku_answer answer;
    struct baku *baku = folder_handle();
    size_t n = 0;
    while (paths[n])
        n++;
    assert_non_null(getcwd(home, sizeof home));
    assert_int_equal(chdir(folder_path(folder)), 0);
    enum baku_status status = baku_check(baku, paths, n, NULL, &answer);
    assert_int_equal(chdir(home), 0);
    if (status != expected)
        fail_msg("status %d, %s", (int)status, answer.json);
    return folder_json(baku, &answer);
}

static void two_spellings_are_one_file(void **state)
{
    (void)state;
    folder_write("a/region.yaml", region);
    folder_write("a/x.yaml", broken);
    expect_findings(check_inside("", BAKU_NO, PATHS("a/x.yaml", "./a/x.yaml")), "B006 a/x.yaml:3");
    expect_files(check_inside("", BAKU_NO, PATHS("a/x.yaml", "./a/x.yaml", "a/../a//x.yaml")), 1);
    expect_files(check_inside("", BAKU_NO, PATHS("a/x.yaml", folder_path("a/x.yaml"))), 1);
    expect_files(check_inside("", BAKU_NO, PATHS("a", "./a/", "a/region.yaml", "./a/region.yaml", "./a/x.yaml")), 2);
    expect_files(check_inside("a", BAKU_NO, PATHS("x.yaml", "../a/x.yaml", ".")), 2);
}

static void a_circle_is_found_from_everywhere(void **state)
{
    static const char circle[] = "B106 a/x.yaml:3";
    (void)state;
    folder_write("a/region.yaml", region);
    folder_write("b/region.yaml", region);
    write_caller("a/x.yaml", "b/y");
    write_caller("b/y.yaml", "a/x");
    expect_findings(folder_check(BAKU_NO, "a"), circle);
    expect_findings(folder_check(BAKU_NO, ""), "B106 a/x.yaml:3, B106 b/y.yaml:3");
    expect_findings(check_inside("", BAKU_NO, PATHS("a/x.yaml")), circle);
    expect_findings(check_inside("", BAKU_NO, PATHS("./a", "./b")), "B106 ./a/x.yaml:3, B106 ./b/y.yaml:3");
    expect_findings(check_inside("a", BAKU_NO, PATHS("x.yaml")), "B106 x.yaml:3");
    expect_findings(check_inside("a", BAKU_NO, PATHS(".")), "B106 ./x.yaml:3");
    expect_findings(check_inside("a", BAKU_NO, PATHS("../a")), "B106 ../a/x.yaml:3");
    expect_findings(check_inside("b", BAKU_NO, PATHS("../b/./y.yaml")), "B106 ../b/./y.yaml:3");
}

static void a_region_may_be_named_from_inside(void **state)
{
    (void)state;
    folder_write("a/region.yaml", region);
    folder_write("a/y.yaml", sound);
    write_caller("a/x.yaml", "a/y");
    expect_files(folder_check(BAKU_YES, "a"), 3);
    expect_files(check_inside("a", BAKU_YES, PATHS("x.yaml")), 1);
    expect_files(check_inside("a", BAKU_YES, PATHS("x.yaml", "y.yaml", ".")), 3);
    expect_files(check_inside("a", BAKU_YES, PATHS("../a/x.yaml")), 1);
    expect_files(check_inside("", BAKU_YES, PATHS("./a")), 3);
}

/* --- what regions share --- */

static void legal_instruments_belong_to_the_folder(void **state)
{
    (void)state;
    folder_write("a/region.yaml", region);
    folder_write("a/x.yaml", sound);
    folder_write("data/legal.yaml",
                 "lain: x\ninstruments:\n"
                 "- {instrument: PP, number: 1, year: 2000, subject: S, replaced_by: Q, source: s}\n");
    expect_findings(folder_check(BAKU_NO, ""), "B006 data/legal.yaml:1");
    expect_findings(folder_check(BAKU_NO, "a"), "B006 data/legal.yaml:1"); /* not judged whole without it */
    expect_findings(folder_check(BAKU_NO, "data/legal.yaml"), "B006 data/legal.yaml:1");
    expect_findings(check_inside("data", BAKU_NO, PATHS("legal.yaml")), "B006 ../data/legal.yaml:1");
    expect_findings(check_inside("", BAKU_NO, PATHS("./data/legal.yaml", ".")), "B006 ./data/legal.yaml:1");
    folder_write("a/y.yaml", "title: T\nidentity: {legal_basis: PP 1/2000}\nsteps: [{step: satu, actor: petugas, duration: 1 menit}]\n");
    expect_findings(folder_check(BAKU_NO, "a"), "B502 a/y.yaml:2, B006 data/legal.yaml:1");
    folder_write("data/legal.yaml",
                 "instruments:\n"
                 "- {instrument: PP, number: 1, year: 2000, subject: S, replaced_by: Q, source: s}\n");
    expect_findings(check_inside("a", BAKU_YES, PATHS(".", "y.yaml")), "B502 ./y.yaml:2");
}

#define HOLIDAYS "year: 2026\ndecree: Keputusan 1\nsource: s\nholidays: [{date: 2026-08-17, name: Proklamasi}]\n"

static void files_of_holidays_belong_to_the_folder(void **state)
{
    (void)state;
    folder_write("a/region.yaml", FOLDER_TITLE_PAGE "actors: {petugas: Petugas}\nholidays: holidays-2026.yaml\n");
    folder_write("a/x.yaml", sound);
    expect_findings(folder_check(BAKU_NO, "a"), "B009 a/region.yaml:4"); /* no folder `data` */
    expect_findings(folder_check(BAKU_NO, "a/x.yaml"), "B009 a/region.yaml:4");
    folder_write("data/holidays-2025.yaml", HOLIDAYS "lain: x\n");
    expect_findings(folder_check(BAKU_NO, "a"), "B009 a/region.yaml:4"); /* another file */
    folder_write("data/holidays-2026.yaml", HOLIDAYS "lain: x\n");
    expect_findings(folder_check(BAKU_NO, ""), "B006 data/holidays-2025.yaml:5, B006 data/holidays-2026.yaml:5");
    expect_findings(folder_check(BAKU_NO, "a"), "B006 data/holidays-2026.yaml:5"); /* the one that it names */
    expect_findings(folder_check(BAKU_NO, "a/region.yaml"), "B006 data/holidays-2026.yaml:5");
    expect_findings(folder_check(BAKU_YES, "a/x.yaml"), ""); /* a SOP has no need of them */
    expect_findings(folder_check(BAKU_NO, "data/holidays-2025.yaml"), "B006 data/holidays-2025.yaml:5");
    expect_findings(check_inside("data", BAKU_NO, PATHS("holidays-2025.yaml")), "B006 ../data/holidays-2025.yaml:5");
    expect_findings(
        check_inside("", BAKU_NO, PATHS("data/holidays-2026.yaml", "./a", "data/../data/holidays-2026.yaml")),
        "B006 ./data/holidays-2026.yaml:5");
    folder_write("data/holidays-2025.yaml", HOLIDAYS);
    folder_write("data/holidays-2026.yaml", HOLIDAYS);
    folder_write("data/libur-2026.yaml", HOLIDAYS);
    expect_files(folder_check(BAKU_YES, "data/holidays-2025.yaml"), 1);
    expect_files(folder_check(BAKU_YES, ""), 4);
    expect_files(folder_check(BAKU_YES, "a"), 2);
}

/* Each is read once, whoever names it. */
static void a_clock_comes_of_the_files_named(void **state)
{
    struct library library;
    struct library_region *a, *b;
    const struct workclock *clock;
    const struct library_file *culprit;
    (void)state;
    folder_write("a/region.yaml", "timezone: Asia/Jakarta\nwork_week: {senin: 07:30-16:00}\n"
                                  "holidays: [holidays-2026.yaml, holidays-x.yaml]\n");
    folder_write("b/region.yaml", "holidays: holidays-2026.yaml\n");
    folder_write("data/holidays-2026.yaml", HOLIDAYS);
    folder_write("data/holidays-x.yaml", HOLIDAYS "joint_leave: [{date: 2026-08-24, name: Contoh}]\n");
    library_init(&library);
    assert_int_equal(library_region(&library, folder_path("a"), &a), STATUS_OK);
    assert_int_equal(library_workclock(&library, a, &clock, &culprit), STATUS_OK);
    assert_null(culprit);
    assert_int_equal(library.n_files, 3);
    const struct workclock *again;
    assert_int_equal(library_workclock(&library, a, &again, &culprit), STATUS_OK);
    assert_ptr_equal(again, clock); /* it stays with the region */
    struct walk walk = walk_from(clock, INT64_C(1786924800000)); /* 2026-08-17T07:00+07:00, a Monday */
    assert_true(walk_work(&walk, MS_A_MINUTE));
    assert_true(walk.at == INT64_C(1786924800000) + 14 * (int64_t)MS_A_DAY + 31 * MS_A_MINUTE);
    assert_int_equal(library_region(&library, folder_path("b"), &b), STATUS_OK);
    assert_int_equal(library_workclock(&library, b, &clock, &culprit), STATUS_OK);
    assert_int_equal(library.n_files, 4);
    assert_int_equal(clock->n_off, 1);
    library_release(&library);
}

static void no_clock_comes_of_a_broken_file(void **state)
{
    struct library library;
    struct library_region *office;
    const struct workclock *clock;
    const struct library_file *culprit;
    (void)state;
    folder_write("a/region.yaml", "holidays: [holidays-1.yaml, holidays-2.yaml, holidays-3.yaml]\n");
    folder_write("data/holidays-1.yaml", HOLIDAYS);
    folder_write("data/holidays-2.yaml", HOLIDAYS "lain: x\n");
    folder_write("data/holidays-3.yaml", "- x\n");
    library_init(&library);
    assert_int_equal(library_region(&library, folder_path("a"), &office), STATUS_OK);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(library_workclock(&library, office, &clock, &culprit), STATUS_OK);
        assert_non_null(culprit);
        assert_string_equal(short_path(culprit->path.at), "data/holidays-2.yaml");
    }
    assert_int_equal(findings_errors(&library.findings, 0), 1);
    library_release(&library);
    library_init(&library);
    folder_write("data/holidays-2.yaml", HOLIDAYS);
    assert_int_equal(remove(folder_path("data/holidays-3.yaml")), 0);
    folder_make("data/holidays-3.yaml");
    assert_int_equal(library_region(&library, folder_path("a"), &office), STATUS_OK);
    assert_int_equal(library_workclock(&library, office, &clock, &culprit), STATUS_WORLD);
    assert_int_equal(library_workclock(&library, office, &clock, &culprit), STATUS_WORLD);
    assert_int_equal(findings_errors(&library.findings, 0), 0);
    library_release(&library);
}

/* --- what cannot be read --- */

static void expect_unreadable(const char *name, const char *path)
{
    json_t *document = folder_check(BAKU_FAILED, name);
    const char *message = string_at(json_object_get(document, "error"), "message");
    if (!strstr(message, folder_path(path)))
        fail_msg("%s is not named: %s", path, message);
    json_decref(document);
}

/* What keeps the file of instruments from being read keeps every check from its answer. */
static void a_closed_file_of_instruments_is_no_lack(void **state)
{
    (void)state;
    folder_write("a/region.yaml", region);
    folder_make("data");
    folder_make("data/legal.yaml");
    expect_unreadable("", "data/legal.yaml");
}

static void a_closed_file_of_holidays_is_no_lack(void **state)
{
    (void)state;
    folder_write("a/region.yaml", FOLDER_TITLE_PAGE "actors: {petugas: Petugas}\nholidays: holidays-2026.yaml\n");
    folder_write("a/x.yaml", sound);
    folder_make("data");
    folder_write_loop("data/holidays-2026.yaml");
    expect_unreadable("", "data/holidays-2026.yaml");
    expect_unreadable("a", "data/holidays-2026.yaml");
    expect_unreadable("data/holidays-2026.yaml", "data/holidays-2026.yaml");
}

static void a_region_file_that_loops_is_no_lack(void **state)
{
    (void)state;
    folder_write("a/x.yaml", sound);
    folder_write_loop("a/region.yaml");
    expect_unreadable("", "a/region.yaml");
    expect_unreadable("a", "a/region.yaml");
    expect_unreadable("a/x.yaml", "a/region.yaml");
    json_decref(folder_run(BAKU_FAILED, "a/x", NULL));
    json_decref(folder_show(BAKU_FAILED, "a/x"));
}

static void a_region_file_that_is_a_folder_is_no_lack(void **state)
{
    (void)state;
    folder_write("a/x.yaml", sound);
    folder_make("a/region.yaml");
    expect_unreadable("", "a/region.yaml");
    expect_unreadable("a", "a/region.yaml");
}

static void a_region_that_loops_is_not_passed_over(void **state)
{
    (void)state;
    folder_write("a/region.yaml", region);
    folder_write("a/x.yaml", sound);
    folder_write_loop("b");
    expect_unreadable("", "b");
}

/* Nothing is closed to root, who checks as somebody else here; where that is not possible, either, nothing is said. */
static void expect_closed(const char *name, const char *path)
{
    bool is_root = geteuid() == 0;
    struct stat before;
    if (is_root && seteuid(65534) != 0)
        return;
    assert_int_equal(is_root ? seteuid(0) : 0, 0);
    assert_int_equal(stat(folder_path(path), &before), 0);
    assert_int_equal(chmod(folder_path(path), 0), 0);
    assert_int_equal(is_root ? seteuid(65534) : 0, 0);
    struct baku *baku = folder_handle();
    struct baku_answer answer;
    enum baku_status status = baku_check(baku, PATHS(folder_path(name)), 1, NULL, &answer);
    assert_int_equal(is_root ? seteuid(0) : 0, 0);
    assert_int_equal(chmod(folder_path(path), before.st_mode & 0777), 0);
    assert_int_equal(status, BAKU_FAILED);
    json_t *document = folder_json(baku, &answer);
    assert_non_null(strstr(string_at(json_object_get(document, "error"), "message"), folder_path(path)));
    json_decref(document);
}

static void a_closed_region_is_not_passed_over(void **state)
{
    (void)state;
    folder_write("a/region.yaml", region);
    folder_write("a/x.yaml", sound);
    expect_closed("", "a");
    expect_closed("a", "a");
}

static void a_closed_region_file_is_no_lack(void **state)
{
    (void)state;
    folder_write("a/region.yaml", region);
    folder_write("a/x.yaml", sound);
    expect_closed("", "a/region.yaml");
    expect_closed("a/x.yaml", "a/region.yaml");
}

/* --- what is passed over --- */

/* The paths as "a/x.yml, b", and that each has its reason. Releases the document. */
static void expect_ignored(json_t *document, const char *expected)
{
    char all[1024] = "";
    size_t i, used = 0;
    json_t *one;
    json_array_foreach (json_object_get(document, "ignored"), i, one) {
        const char *path = short_path(string_at(one, "path"));
        bool is_folder = strchr(path, '.') == NULL;
        used += (size_t)snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "", path);
        assert_non_null(strstr(string_at(one, "reason"), is_folder ? "region.yaml" : "ending"));
    }
    json_decref(document);
    assert_string_equal(all, expected);
}

static void other_endings_are_named(void **state)
{
    (void)state;
    folder_write("a/region.yaml", region);
    folder_write("a/satu.yaml", sound);
    folder_write("a/dua.yml", sound);
    folder_write("a/empat.yaml.txt", sound);
    folder_write("a/lima.yml.TXT", sound);
    folder_write("a/tiga.YAML", sound);
    folder_write("a/catatan.txt", "bukan SOP\n");
    folder_write("a/README.md", "bukan SOP\n");
    expect_ignored(folder_check(BAKU_YES, "a"), "a/dua.yml, a/empat.yaml.txt, a/lima.yml.TXT, a/tiga.YAML");
    expect_ignored(folder_check(BAKU_YES, ""), "a/dua.yml, a/empat.yaml.txt, a/lima.yml.TXT, a/tiga.YAML");
    expect_ignored(folder_check(BAKU_YES, "a/satu.yaml"), "");
    expect_ignored(folder_check(BAKU_YES, "a/dua.yml"), "a/dua.yml");
}

static void folders_without_a_region_are_named(void **state)
{
    (void)state;
    folder_write("a/region.yaml", region);
    folder_write("a/x.yaml", sound);
    folder_write("b/x.yaml", sound);
    folder_write("c/region.yml", region); /* which makes no region */
    folder_write("d/catatan.txt", "bukan SOP\n");
    folder_write("data/x.yaml", sound);
    folder_write("sources/x.yaml", sound);
    expect_ignored(folder_check(BAKU_YES, ""), "b, c");
    expect_files(folder_check(BAKU_YES, ""), 2);
}

static void a_file_without_a_region_says_so(void **state)
{
    (void)state;
    folder_write("b/x.yaml", "title: T\nactors: {p: P}\nsteps: [{step: satu, actor: p}]\n");
    expect_ignored(folder_check(BAKU_YES, "b/x.yaml"), "b");
    folder_write("b/region.yaml", region);
    expect_ignored(folder_check(BAKU_YES, "b/x.yaml"), "");
}

/* --- what breaks a SOP from outside --- */

static void a_broken_region_breaks_its_sops(void **state)
{
    (void)state;
    folder_write("a/region.yaml", "actors: {petugas: Petugas}\nzona: x\n");
    folder_write("a/x.yaml", sound);
    expect_findings(folder_check(BAKU_NO, "a/x.yaml"), "B006 a/region.yaml:2");
    expect_files(folder_check(BAKU_NO, "a/x.yaml"), 2);
    expect_findings(folder_check_as_given(BAKU_NO, PATHS("a/x")), "B006 a/region.yaml:2");
}

static void a_broken_callee_breaks_its_callers(void **state)
{
    (void)state;
    folder_write("a/region.yaml", region);
    write_caller("a/satu.yaml", "dua");
    write_caller("a/dua.yaml", "b/tiga");
    folder_write("b/region.yaml", region);
    folder_write("b/tiga.yaml", broken);
    expect_findings(folder_check(BAKU_NO, "a/satu.yaml"), "B006 b/tiga.yaml:3");
    expect_findings(folder_check(BAKU_NO, "a/dua.yaml"), "B006 b/tiga.yaml:3");
    expect_findings(folder_check(BAKU_NO, "a"), "B006 b/tiga.yaml:3");
    expect_findings(folder_check_as_given(BAKU_NO, PATHS("a/satu")), "B006 b/tiga.yaml:3");
    folder_write("b/tiga.yaml", "title: [\n");
    expect_findings(folder_check(BAKU_NO, "a/satu.yaml"), "B001 b/tiga.yaml:1");
    folder_write("b/tiga.yaml", sound);
    expect_findings(folder_check(BAKU_YES, "a/satu.yaml"), "");
    folder_write("b/region.yaml", "actors: {petugas: Petugas}\nzona: x\n");
    expect_findings(folder_check(BAKU_NO, "a/satu.yaml"), "B006 b/region.yaml:2");
}

/* A sound SOP beside a broken one that it does not call is sound. */
static void neighbours_break_nothing(void **state)
{
    (void)state;
    folder_write("a/region.yaml", region);
    folder_write("a/x.yaml", sound);
    folder_write("a/y.yaml", broken);
    expect_findings(folder_check(BAKU_YES, "a/x.yaml"), "");
}

/* --- order --- */

/* `b/y` and `a/z` are read before their turn, because `a/m` calls them. */
static void findings_come_by_path(void **state)
{
    (void)state;
    folder_write("a/region.yaml", "actors: {petugas: Petugas}\nzona: x\n");
    folder_write("a/b.yaml", broken);
    folder_write("a/m.yaml", "title: T\nsalah: x\nsteps:\n- {step: satu, actor: petugas, call: z}\n"
                             "- {step: dua, actor: petugas, call: b/y}\n");
    folder_write("a/n.yaml", broken);
    folder_write("a/z.yaml", broken);
    folder_write("b/a.yaml", broken);
    folder_write("b/region.yaml", region);
    folder_write("b/y.yaml", broken);
    expect_findings(folder_check(BAKU_NO, ""),
                    "B006 a/b.yaml:3, B006 a/m.yaml:2, B006 a/n.yaml:3, B006 a/region.yaml:2, B006 a/z.yaml:3, "
                    "B006 b/a.yaml:3, B006 b/y.yaml:3");
    expect_findings(folder_check_as_given(BAKU_NO, PATHS(folder_path("b"), folder_path("a/z.yaml"))),
                    "B006 a/region.yaml:2, B006 a/z.yaml:3, B006 b/a.yaml:3, B006 b/y.yaml:3");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        folder_test(two_spellings_are_one_file),
        folder_test(a_circle_is_found_from_everywhere),
        folder_test(a_region_may_be_named_from_inside),
        folder_test(legal_instruments_belong_to_the_folder),
        folder_test(files_of_holidays_belong_to_the_folder),
        folder_test(a_clock_comes_of_the_files_named),
        folder_test(no_clock_comes_of_a_broken_file),
        folder_test(a_closed_file_of_instruments_is_no_lack),
        folder_test(a_closed_file_of_holidays_is_no_lack),
        folder_test(a_region_file_that_loops_is_no_lack),
        folder_test(a_region_file_that_is_a_folder_is_no_lack),
        folder_test(a_region_that_loops_is_not_passed_over),
        folder_test(a_closed_region_is_not_passed_over),
        folder_test(a_closed_region_file_is_no_lack),
        folder_test(other_endings_are_named),
        folder_test(folders_without_a_region_are_named),
        folder_test(a_file_without_a_region_says_so),
        folder_test(a_broken_region_breaks_its_sops),
        folder_test(a_broken_callee_breaks_its_callers),
        folder_test(neighbours_break_nothing),
        folder_test(findings_come_by_path),
    };
    return cmocka_run_group_tests_name("folders", tests, NULL, NULL);
}
