-- 由数据库管理员执行一次:psql -v owner_password=… -v app_password=… -f postgresql-roles.sql
-- jili_owner 拥有表,只在更新表结构和恢复时用;jili_app 是网站所用,什么也不拥有,对日志只能添。
-- 表上的权限和行的防护由 jili migrate 以 jili_owner 给出。
\set ON_ERROR_STOP on
CREATE ROLE jili_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'owner_password';
CREATE ROLE jili_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'app_password';
GRANT jili_app TO jili_owner;
ALTER ROLE jili_app SET statement_timeout = '60s';
ALTER ROLE jili_app SET idle_in_transaction_session_timeout = '60s';
CREATE DATABASE jili OWNER jili_owner ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0;
REVOKE ALL ON DATABASE jili FROM PUBLIC;
GRANT CONNECT ON DATABASE jili TO jili_app;
\connect jili
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO jili_owner;
