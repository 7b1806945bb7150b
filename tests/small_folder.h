/* A folder of regions for one test, made on the spot and taken away again: files are written by their names in it, and
 * what libbaku answers about them is read as JSON.
 *
 * Each check, run or show is one by a fresh handle: what one has read, the next does not know. */
#ifndef TESTS_SMALL_FOLDER_H
#define TESTS_SMALL_FOLDER_H

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "baku_run.h"
#include "baku_sop.h"

/* A region's agency and title page with nothing missing; `related` names any SOP with the title T. */
#define FOLDER_TITLE_PAGE                                                                                              \
    "agency: Kantor\nidentity: {number: 1, created: 2026-01-05, effective: 2026-02-02, legal_basis: Peraturan, "       \
    "approved_by: {position: Kepala, name: Siti, nip: 198103152006042003}, qualifications: Cakap, "                    \
    "related: SOP T, equipment: Komputer, warnings: Awas, records: Agenda}\n"

static char folder_root[64];

enum { FOLDER_PATH = 512 };

/* --- files --- */

/* The path of a file in the folder; one of a few buffers in turn. */
static inline const char *folder_path(const char *name)
{
    static char paths[8][FOLDER_PATH];
    static unsigned next;
    char *path = paths[next++ % 8];
    snprintf(path, FOLDER_PATH, "%s%s%s", folder_root, *name ? "/" : "", name);
    return path;
}

static inline void folder_make(const char *name)
{
    if (mkdir(folder_path(name), 0755) != 0)
        fail_msg("cannot make %s", name);
}

/* Writes a file, and its folder where there is none yet. */
static inline FILE *folder_begin(const char *name)
{
    const char *slash = strrchr(name, '/');
    char parent[FOLDER_PATH / 2];
    snprintf(parent, sizeof parent, "%.*s", slash ? (int)(slash - name) : 0, name);
    if (slash && access(folder_path(parent), F_OK) != 0)
        folder_make(parent);
    FILE *file = fopen(folder_path(name), "w");
    assert_non_null(file);
    return file;
}

static inline void folder_end(FILE *file) { assert_int_equal(fclose(file), 0); }

static inline void folder_write(const char *name, const char *text)
{
    FILE *file = folder_begin(name);
    assert_true(fputs(text, file) >= 0);
    folder_end(file);
}

/* A link that leads to itself: nobody can read it, root included. */
static inline void folder_write_loop(const char *name)
{
    assert_int_equal(symlink(folder_path(name), folder_path(name)), 0);
}

static inline int folder_setup(void **state)
{
    (void)state;
    strcpy(folder_root, "/tmp/baku-folder-XXXXXX");
    return mkdtemp(folder_root) && chmod(folder_root, 0755) == 0 ? 0 : -1;
}

static inline int folder_drop(const char *path, const struct stat *info, int kind, struct FTW *ftw)
{
    (void)info;
    (void)kind;
    (void)ftw;
    return remove(path);
}

static inline int folder_teardown(void **state)
{
    (void)state;
    return nftw(folder_root, folder_drop, 16, FTW_DEPTH | FTW_PHYS);
}

#define folder_test(f) cmocka_unit_test_setup_teardown(f, folder_setup, folder_teardown)

/* --- answers --- */

static inline struct baku *folder_handle(void)
{
    struct baku *baku;
    assert_int_equal(baku_open(&(struct baku_options){.sops = folder_root, .lang = BAKU_EN, .details = 1}, &baku),
                     BAKU_YES);
    return baku;
}

static inline json_t *folder_json(struct baku *baku, struct baku_answer *answer)
{
    json_error_t error;
    assert_non_null(answer->json);
    json_t *document = json_loads(answer->json, JSON_ALLOW_NUL, &error);
    assert_non_null(document);
    baku_answer_release(answer);
    baku_close(baku);
    return document;
}

/* Checks the paths as they are given, up to a NULL. */
static inline json_t *folder_check_as_given(enum baku_status expected, const char *const *paths)
{
    struct baku *baku = folder_handle();
    struct baku_answer answer;
    size_t n = 0;
    while (paths[n])
        n++;
    enum baku_status status = baku_check(baku, paths, n, NULL, &answer);
    if (status != expected)
        fail_msg("status %d, %s", (int)status, answer.json);
    return folder_json(baku, &answer);
}

#define PATHS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* Checks one file or folder of the folder; "" is the whole. */
static inline json_t *folder_check(enum baku_status expected, const char *name)
{
    return folder_check_as_given(expected, PATHS(folder_path(name)));
}

static inline json_t *folder_run(enum baku_status expected, const char *sop, const struct baku_run_options *options)
{
    struct baku *baku = folder_handle();
    struct baku_answer answer;
    enum baku_status status = baku_run(baku, sop, options, &answer);
    if (status != expected)
        fail_msg("%s: status %d, %s", sop, (int)status, answer.json);
    return folder_json(baku, &answer);
}

static inline json_t *folder_show(enum baku_status expected, const char *sop)
{
    struct baku *baku = folder_handle();
    struct baku_answer answer;
    enum baku_status status = baku_show(baku, sop, &answer);
    if (status != expected)
        fail_msg("%s: status %d, %s", sop, (int)status, answer.json);
    return folder_json(baku, &answer);
}

static inline const char *string_at(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static inline json_int_t integer_at(const json_t *object, const char *key)
{
    assert_true(json_is_integer(json_object_get(object, key)));
    return json_integer_value(json_object_get(object, key));
}

/* A path of the answer without the test's folder before it. */
static inline const char *short_path(const char *path)
{
    size_t len = strlen(folder_root);
    return strncmp(path, folder_root, len) == 0 && path[len] == '/' ? path + len + 1 : path;
}

/* The findings as "CODE FILE:LINE", with " accepted" where they are, one after the other: "B106 a/x.yaml:2, B006
 * b/y.yaml:1". Releases the document. */
static inline void expect_findings(json_t *document, const char *expected)
{
    static char all[4096];
    size_t i, used = 0;
    json_t *finding, *findings = json_object_get(document, "findings");
    assert_true(json_is_array(findings));
    all[0] = '\0';
    json_array_foreach (findings, i, finding) {
        used +=
            (size_t)snprintf(all + used, sizeof all - used, "%s%s %s:%d%s", i ? ", " : "", string_at(finding, "code"),
                             short_path(string_at(finding, "file")), (int)integer_at(finding, "line"),
                             json_is_true(json_object_get(finding, "accepted")) ? " accepted" : "");
        assert_true(used < sizeof all);
    }
    json_decref(document);
    assert_string_equal(all, expected);
}

#endif
