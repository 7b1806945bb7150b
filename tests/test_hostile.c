/* Files as large and as wrong as they may be: each is read to its end, with a known number of findings.
 *
 * No clock is looked at. What one slip costs may not grow with the number of slips: where it does, this program takes
 * minutes instead of a moment, and under the sanitizers hours. */
#define _XOPEN_SOURCE 700
#include "small_folder.h"

#include "base/finding.h"

static FILE *begin(void)
{
    folder_write("a/region.yaml", "actors: {p: P}\n");
    return folder_begin("a/x.yaml");
}

/* The findings of the file, so many of that code and at the end of them the one that says that there are more. */
static void expect_many(FILE *file, const char *code, size_t expected, bool more)
{
    folder_end(file);
    json_t *document = folder_check(BAKU_NO, "a/x.yaml"), *findings = json_object_get(document, "findings"), *finding;
    size_t i, n = 0, limits = 0;
    json_array_foreach (findings, i, finding) {
        n += strcmp(string_at(finding, "code"), code) == 0;
        limits += strcmp(string_at(finding, "code"), "B003") == 0;
    }
    assert_int_equal(n, expected);
    assert_int_equal(limits, more);
    assert_int_equal(json_array_size(findings), expected + more);
    json_decref(document);
}

static void write_documents(FILE *file, int n)
{
    fputs("documents:\n", file);
    for (int i = 0; i < n; i++)
        fprintf(file, "  dokumen-nomor-%d: D\n", i);
}

static void unknown_inputs_among_many_documents(void **state)
{
    FILE *file = begin();
    (void)state;
    fputs("title: T\n", file);
    write_documents(file, 1000);
    fputs("steps:\n- step: s\n  actor: p\n  inputs:\n", file);
    for (int i = 0; i < 2700; i++)
        fprintf(file, "  - dokumen-nomer-%d\n", i);
    expect_many(file, "B103", MAX_FINDINGS, true);
}

/* As many as are still told, each of them compared with all that is known. */
static void unknown_inputs_that_are_all_told(void **state)
{
    FILE *file = begin();
    (void)state;
    fputs("title: T\n", file);
    write_documents(file, 1000);
    fputs("steps:\n- step: s\n  actor: p\n  inputs:\n", file);
    for (int i = 0; i < MAX_FINDINGS; i++)
        fprintf(file, "  - dokumen-nomer-%d\n", i);
    expect_many(file, "B103", MAX_FINDINGS, false);
}

static void one_key_on_every_line(void **state)
{
    FILE *file = begin();
    (void)state;
    fputs("title: T\nsteps: [{step: s, actor: p}]\nsource:\n", file);
    for (int i = 0; i < 85000 / 2; i++)
        fputs(" a:\n", file);
    expect_many(file, "B005", MAX_FINDINGS, true);
}

/* At the top of the file: it lacks a title and steps besides, but that is beyond what is told. */
static void nothing_but_one_key(void **state)
{
    FILE *file = begin();
    (void)state;
    for (int i = 0; i < 85000; i++)
        fputs("a:\n", file);
    expect_many(file, "B005", MAX_FINDINGS, true);
}

static void many_pairs_for_a_callee(void **state)
{
    (void)state;
    folder_write("a/y.yaml", "title: Y\ndocuments: {z: Z}\nsteps: [{step: s, actor: p}]\n");
    FILE *file = begin();
    fputs("title: T\ndocuments: {d: D}\nsteps:\n- step: s\n  actor: p\n  call: y\n  with:\n", file);
    for (int i = 0; i < 10000; i++)
        fprintf(file, "    k%d: d\n", i);
    expect_many(file, "B103", MAX_FINDINGS, true);
}

/* Each pair is looked up for each document of the callee. */
static void many_pairs_for_a_large_callee(void **state)
{
    FILE *file;
    (void)state;
    file = folder_begin("a/y.yaml");
    fputs("title: Y\nsteps: [{step: s, actor: p}]\n", file);
    write_documents(file, 1000);
    folder_end(file);
    file = begin();
    fputs("title: T\ndocuments: {d: D}\nsteps:\n- step: s\n  actor: p\n  call: y\n  with:\n", file);
    for (int i = 0; i < 10000; i++)
        fprintf(file, "    dokumen-nomer-%d: d\n", i);
    expect_many(file, "B103", MAX_FINDINGS, true);
}

static void many_entries_for_no_place(void **state)
{
    FILE *file = begin();
    (void)state;
    fputs("title: T\ndocuments: {d: D, e: E, f: F}\nsteps:\n", file);
    for (int i = 0; i < 900; i++)
        fprintf(file, "- {step: langkah-nomor-%d, actor: p, inputs: [d, e, f]}\n", i);
    fputs("accepted:\n", file);
    for (int i = 0; i < 3000; i++)
        fprintf(file, "- {finding: B303, at: langkah-nomer-%d.d, reason: r}\n", i);
    folder_end(file);
    json_t *document = folder_check(BAKU_NO, "a/x.yaml"); /* too many is an error, the entries are warnings */
    assert_int_equal(integer_at(document, "warnings"), MAX_FINDINGS);
    assert_int_equal(integer_at(document, "errors"), 1);
    json_decref(document);
}

/* Every unknown thing has its own list of known ones. */
static void unknown_targets_among_many_steps(void **state)
{
    FILE *file = begin();
    (void)state;
    fputs("title: T\nsteps:\n", file);
    for (int i = 0; i < 1000; i++)
        fprintf(file, "- {step: langkah-nomor-%d, actor: p, next: langkah-nomer-%d}\n", i, i);
    expect_many(file, "B101", 1000, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        folder_test(unknown_inputs_among_many_documents),
        folder_test(unknown_inputs_that_are_all_told),
        folder_test(one_key_on_every_line),
        folder_test(nothing_but_one_key),
        folder_test(many_pairs_for_a_callee),
        folder_test(many_pairs_for_a_large_callee),
        folder_test(many_entries_for_no_place),
        folder_test(unknown_targets_among_many_steps),
    };
    return cmocka_run_group_tests_name("hostile", tests, NULL, NULL);
}
