/* The reader against the public YAML test suite (tests/yaml-test-suite).
 *
 * Every invalid file is refused with B001 to B005. Every valid one is read, or refused with a finding of the same group
 * because it uses more of YAML than we read. No file crashes, hangs or leaks, as YAML, as a SOP, or as a region. */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <yaml.h>

#include "read/read.h"
#include "world/files.h"

enum { SECONDS = 60, MOST_BYTES = 1 << 20 };

/* What libyaml 0.2.5 lets pass although YAML 1.2 forbids it: the reader has to look for itself (read/strict.h). */
static const struct {
    const char *id, *construct;
} lax[] = {
    {"9HCY", "a directive behind a document that was not ended"},
    {"EB22", "a directive behind a document, after a comment"},
    {"RHX7", "a directive behind a map"},
    {"MUS6-00", "a comment right behind a directive's value"},
    {"MUS6-01", "a directive behind an empty document"},
    {"9JBA", "a comment right behind a closing bracket"},
    {"CVW2", "a comment right behind a comma"},
    {"SU5Z", "a comment right behind a quote"},
    {"X4QW", "a comment right behind the sign of a folded text"},
    {"9C9N", "a list between brackets that goes on without indentation"},
    {"QB6E", "a quoted text that goes on without indentation"},
    {"DK95-01", "a quoted text indented with a tab"},
    {"Y79Y-003", "a list between brackets indented with a tab"},
    {"G5U8", "a lone dash between brackets, before a comma"},
    {"YJV2", "a lone dash between brackets"},
    {"S98Z", "blank lines deeper than the text below them"},
};

/* --- files --- */

/* One file, and everything that is read from it. */
struct suite_file {
    struct arena arena;
    struct findings findings;
    struct source_file source;
};

static void take(struct suite_file *file, const char *folder, const char *name)
{
    char path[128];
    struct failure failure;
    snprintf(path, sizeof path, "tests/yaml-test-suite/%s/%s", folder, name);
    *file = (struct suite_file){0};
    file->findings.arena = &file->arena;
    file->source.arena = &file->arena;
    file->source.findings = &file->findings;
    assert_int_equal(file_read(path, MOST_BYTES, &file->arena, &file->source.bytes, &failure), STATUS_OK);
}

static void let_go(struct suite_file *file) { arena_release(&file->arena); }

typedef void for_file(struct suite_file *file, const char *name);

/* Takes every file of a folder in turn; how many there were. */
static size_t each_file(const char *folder, for_file *visit)
{
    char path[64];
    struct arena arena = ARENA_INIT;
    struct texts names;
    struct failure failure;
    snprintf(path, sizeof path, "tests/yaml-test-suite/%s", folder);
    assert_int_equal(folder_list(path, &arena, &names, &failure), STATUS_OK);
    for (size_t i = 0; i < names.n; i++) {
        struct suite_file file;
        take(&file, folder, names.at[i].at);
        visit(&file, names.at[i].at);
        let_go(&file);
    }
    size_t n = names.n;
    arena_release(&arena);
    return n;
}

static bool is_about_yaml(enum finding_code code) { return code >= FINDING_B001 && code <= FINDING_B005; }

/* --- YAML --- */

static void is_refused(struct suite_file *file, const char *name)
{
    struct node *root;
    assert_int_equal(yaml_read(&file->source, &root), STATUS_OK);
    if (file->findings.n == 0)
        fail_msg("%s was read without a finding", name);
    for (size_t i = 0; i < file->findings.n; i++) {
        assert_true(is_about_yaml(file->findings.at[i].code));
        assert_true(file->findings.at[i].span.start <= file->source.bytes.len);
        assert_true(file->findings.at[i].span.end <= file->source.bytes.len);
    }
}

static void invalid_files_are_refused(void **state)
{
    (void)state;
    assert_int_equal(each_file("invalid", is_refused), 94);
}

static size_t n_read;

static void is_read_or_refused(struct suite_file *file, const char *name)
{
    struct node *root;
    (void)name;
    assert_int_equal(yaml_read(&file->source, &root), STATUS_OK);
    for (size_t i = 0; i < file->findings.n; i++)
        assert_true(is_about_yaml(file->findings.at[i].code));
    n_read += file->findings.n == 0;
}

static void valid_files_are_read_or_refused(void **state)
{
    (void)state;
    n_read = 0;
    size_t n = each_file("valid", is_read_or_refused);
    printf("# %zu of %zu valid files are read, the others refused with a finding\n", n_read, n);
    assert_int_equal(n, 308);
    assert_true(n_read >= 100);
}

/* --- libyaml alone --- */

static bool libyaml_accepts(struct text text)
{
    yaml_parser_t parser;
    bool accepted = true;
    assert_true(yaml_parser_initialize(&parser));
    yaml_parser_set_input_string(&parser, (const unsigned char *)text.at, text.len);
    for (bool done = false; accepted && !done;) {
        yaml_event_t event;
        accepted = yaml_parser_parse(&parser, &event);
        done = accepted && event.type == YAML_STREAM_END_EVENT;
        if (accepted)
            yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return accepted;
}

static bool is_lax(const char *name)
{
    for (size_t i = 0; i < sizeof lax / sizeof *lax; i++)
        if (strncmp(name, lax[i].id, strlen(lax[i].id)) == 0 && name[strlen(lax[i].id)] == '.')
            return true;
    return false;
}

static void is_accepted_only_where_listed(struct suite_file *file, const char *name)
{
    bool accepted = libyaml_accepts(file->source.bytes);
    if (accepted != is_lax(name))
        fail_msg("libyaml alone %s %s: the table of its laxness is wrong", accepted ? "accepts" : "refuses", name);
}

static void the_table_of_laxness_is_true(void **state)
{
    (void)state;
    each_file("invalid", is_accepted_only_where_listed);
}

/* --- as a SOP, as a region --- */

static void is_survived(struct suite_file *file, const char *name)
{
    struct region *region;
    struct sop *sop;
    assert_int_equal(read_region(&file->source, text_of(name), &region), STATUS_OK);
    assert_non_null(region);
    assert_int_equal(read_sop(&file->source, text_of(name), region, &sop), STATUS_OK);
    assert_true(findings_errors(&file->findings, 0) > 0);
}

static void no_file_is_a_sop(void **state)
{
    (void)state;
    each_file("valid", is_survived);
    each_file("invalid", is_survived);
}

/* A reader that hangs is ended by the system. */
static int set_alarm(void **state)
{
    (void)state;
    alarm(SECONDS);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(invalid_files_are_refused),
        cmocka_unit_test(valid_files_are_read_or_refused),
        cmocka_unit_test(the_table_of_laxness_is_true),
        cmocka_unit_test(no_file_is_a_sop),
    };
    return cmocka_run_group_tests_name("yaml suite", tests, set_alarm, NULL);
}
