/* A copy is put back whole or not at all: what is restored answers as the store did, a damaged copy is refused, nothing
 * is written over, and a kill in the middle leaves nothing or all. */
#define _GNU_SOURCE
#include "office.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>

#include "whole.h"

static enum baku_status restore(const char *copy, const char *to)
{
    struct baku *baku;
    struct baku_answer said = {0};
    struct baku_options options = {.sops = folder_root, .lang = BAKU_EN, .store = to};
    assert_int_equal(baku_open(&options, &baku), BAKU_YES);
    enum baku_status status = baku_restore(baku, copy, &said);
    baku_answer_release(&said);
    baku_close(baku);
    return status;
}

static const char *backed_up(void)
{
    static char copy[FOLDER_PATH];
    snprintf(copy, sizeof copy, "%s", folder_path("cadangan.db"));
    OFFICE_DONE(BAKU_YES, baku_backup(office.baku, copy, &office.said));
    return copy;
}

/* What a handle on that store answers about everybody, every case and one in full. */
static char *answers_of(const char *path)
{
    struct baku *baku;
    struct baku_answer said = {0};
    struct baku_options options = {.sops = folder_root, .lang = BAKU_EN, .store = path};
    char *all;
    assert_int_equal(baku_open(&options, &baku), BAKU_YES);
    assert_int_equal(baku_user_list(baku, &said), BAKU_YES);
    all = strdup(said.json);
    baku_answer_release(&said);
    assert_int_equal(baku_case_list(baku, &(struct baku_wanted){0}, &said), BAKU_YES);
    all = realloc(all, strlen(all) + strlen(said.json) + 1);
    strcat(all, said.json);
    baku_answer_release(&said);
    assert_int_equal(baku_case_history(baku, "1", &said), BAKU_YES);
    all = realloc(all, strlen(all) + strlen(said.json) + 1);
    strcat(all, said.json);
    baku_answer_release(&said);
    baku_close(baku);
    return all;
}

static void work(void)
{
    office_start("a/izin", "pipi");
    office_start("a/serempak", "titi");
    OFFICE_DONE(BAKU_YES, baku_case_do(office.baku, "1", "ajukan", &(struct baku_deed){.as = "pipi"}, &office.said));
}

static void what_was_restored_is_the_same(void **state)
{
    (void)state;
    work();
    char *before = answers_of(office_store());
    const char *copy = backed_up(), *to = folder_path("pulih.db");
    assert_int_equal(restore(copy, to), BAKU_YES);
    char *after = answers_of(to);
    assert_string_equal(before, after);
    free(before);
    free(after);
    is_whole_store(to);
    /* in the place of a store that is lost, with its journal */
    assert_int_equal(unlink(office_store()) + unlink(folder_path("perkara.db-journal")), 0);
    assert_int_equal(restore(copy, office_store()), BAKU_YES);
    OFFICE_DONE(BAKU_YES, baku_case_do(office.baku, "2", "kiri", &(struct baku_deed){.as = "titi"}, &office.said));
    is_whole_store(office_store());
}

static off_t size_of(const char *path)
{
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    return info.st_size;
}

static void nothing_is_written_over(void **state)
{
    (void)state;
    work();
    const char *copy = backed_up(), *file = folder_path("surat.txt");
    int64_t seq = office_seq();
    office_start("a/izin", "pipi");
    assert_int_equal(restore(copy, office_store()), BAKU_UNKNOWN);
    assert_true(office_seq() > seq);
    folder_write("surat.txt", "isi");
    assert_int_equal(restore(copy, file), BAKU_UNKNOWN);
    assert_int_equal(size_of(file), 3);
    assert_int_equal(restore(copy, copy), BAKU_UNKNOWN);
    is_whole_store(copy);
}

/* A journal that a crash of the lost store left would be played back into what is restored; one whose transaction is
 * over lies beside every store, and what is restored goes on with it. */
static void nothing_is_restored_beside_a_hot_journal(void **state)
{
    (void)state;
    work();
    const char *copy = backed_up();
    assert_int_equal(rename(office_store(), folder_path("rusak.db")), 0);
    assert_int_equal(access(folder_path("perkara.db-journal"), F_OK), 0);
    assert_int_equal(restore(copy, office_store()), BAKU_YES);
    is_whole_store(office_store());
    office_start("a/izin", "pipi");
    is_whole_store(office_store());
    assert_int_equal(unlink(office_store()), 0);
    folder_write("perkara.db-journal", "\xD9\xD5\x05\xF9 what a crash left");
    struct baku *baku = office_handle();
    struct baku_answer said = {0};
    assert_int_equal(baku_restore(baku, copy, &said), BAKU_FAILED);
    assert_non_null(strstr(said.json, "a journal"));
    assert_non_null(strstr(said.json, "perkara.db`"));
    baku_answer_release(&said);
    baku_close(baku);
    assert_int_equal(access(office_store(), F_OK), -1);
    assert_int_equal(rename(folder_path("perkara.db-journal"), folder_path("rusak.db-journal")), 0);
    assert_int_equal(restore(copy, office_store()), BAKU_YES);
}

static void change_copy(const char *path, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void overwrite(const char *path, off_t at)
{
    char rot[64];
    memset(rot, 0x5A, sizeof rot);
    int file = open(path, O_WRONLY | O_CLOEXEC);
    assert_true(file >= 0 && pwrite(file, rot, sizeof rot, at) == (ssize_t)sizeof rot);
    close(file);
}

/* Rotten, cut off, or falsified so that each page is sound. */
static void a_damaged_copy_is_refused(void **state)
{
    static const char *const falsified[] = {"UPDATE events SET leaf = x'00' WHERE seq = 3",
                                            "UPDATE payloads SET bytes = x'42' WHERE erased = 0",
                                            "UPDATE files SET bytes = x'42'", "DROP TRIGGER events_stay"};
    (void)state;
    work();
    char to[FOLDER_PATH];
    snprintf(to, sizeof to, "%s", folder_path("pulih.db"));
    for (size_t i = 0; i < 3 + sizeof falsified / sizeof *falsified; i++) {
        const char *copy = backed_up();
        if (i == 0)
            overwrite(copy, size_of(copy) / 2);
        else if (i == 1)
            assert_int_equal(truncate(copy, size_of(copy) - 4096), 0);
        else if (i == 2)
            overwrite(copy, 4096 * 3);
        else
            change_copy(copy, falsified[i - 3]);
        enum baku_status status = restore(copy, to);
        if (status != BAKU_FAILED)
            fail_msg("%zu: %d", i, (int)status);
        assert_int_equal(access(to, F_OK), -1);
        unlink(copy);
        unlink(folder_path("cadangan.db-journal"));
    }
    assert_int_equal(restore(backed_up(), to), BAKU_YES);
}

/* A revision whose files were exchanged is named, though each file is what it was. */
static void exchanged_files_are_named(void **state)
{
    (void)state;
    change_copy(office_store(), "CREATE TEMP TABLE o AS SELECT min(file) a, max(file) b FROM revision_files;"
                                "UPDATE revision_files SET file = (SELECT b FROM o) WHERE file = (SELECT a FROM o)");
    json_t *document = OFFICE(BAKU_NO, baku_doctor(office.baku, &office.said));
    char *words = json_dumps(document, 0);
    assert_non_null(strstr(words, "revision"));
    free(words);
    json_decref(document);
}

/* The copy of a killed backup is named by the doctor. */
static void what_a_killed_copy_left_is_named(void **state)
{
    (void)state;
    folder_write("perkara.db.part-0123456789abcdef", "x");
    json_t *document = OFFICE(BAKU_NO, baku_doctor(office.baku, &office.said));
    assert_int_equal(json_array_size(json_object_get(document, "problems")), 1);
    const char *problem = json_string_value(json_array_get(json_object_get(document, "problems"), 0));
    assert_non_null(strstr(problem, "perkara.db.part-0123456789abcdef"));
    assert_true(json_is_true(json_object_get(document, "sound")));
    json_decref(document);
}

static void a_kill_in_the_middle_leaves_nothing_or_all(void **state)
{
    int there = 0;
    (void)state;
    work();
    const char *copy = backed_up();
    for (int i = 0; i < 40; i++) {
        char name[32], to[FOLDER_PATH];
        int how;
        snprintf(name, sizeof name, "pulih-%d.db", i);
        snprintf(to, sizeof to, "%s", folder_path(name));
        pid_t child = fork();
        if (child == 0)
            _exit(restore(copy, to) == BAKU_YES ? 0 : 1);
        usleep((useconds_t)(i * 7919 % 9000));
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, &how, 0), child);
        assert_true(WIFSIGNALED(how) || WEXITSTATUS(how) == 0);
        bool made = access(to, F_OK) == 0;
        there += made;
        assert_true(made || WIFSIGNALED(how));
        if (!made)
            assert_int_equal(restore(copy, to), BAKU_YES);
        is_whole_store(to);
    }
    print_message("# 40 kills, %d restored before\n", there);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(what_was_restored_is_the_same),
        office_test(nothing_is_written_over),
        office_test(nothing_is_restored_beside_a_hot_journal),
        office_test(a_damaged_copy_is_refused),
        office_test(exchanged_files_are_named),
        office_test(what_a_killed_copy_left_is_named),
        office_test(a_kill_in_the_middle_leaves_nothing_or_all),
    };
    return cmocka_run_group_tests_name("restore", tests, NULL, NULL);
}
